import type { Fact } from './facts';
import type { FormLink } from './record-form-data';

export interface RiskView {
  readonly type: string;
  readonly cause: string;
  readonly likelihood: number;
  readonly impact: number;
  readonly level: 'green' | 'amber' | 'red';
  readonly controls: readonly string[];
  readonly residual: number | null;
  readonly owner: string | null;
  readonly reviewAt: string | null;
  /** Where it is rated anew; null for people who may not. */
  readonly href: string | null;
}

/** Something that has happened. */
export interface IncidentOnPage {
  readonly type: string;
  readonly severity: string;
  readonly state: 'open' | 'closed';
  readonly detectedAt: number;
  readonly personalData: boolean;
  readonly rootCause: string | null;
  /** What may be recorded of it. */
  readonly forms: readonly FormLink[];
}

export interface AlarmView {
  readonly id: string;
  readonly rule: string;
  readonly subject: string;
  readonly severity: 'amber' | 'red';
  readonly state: string;
  readonly openedAt: number;
  readonly ackDueAt: number;
  readonly planDueAt: number | null;
  readonly reopened: number;
  readonly evidence: readonly Fact[];
  readonly comments: readonly {
    readonly at: number;
    /** Null where a rule did it. */
    readonly name: string | null;
    readonly step: string;
    readonly text: string;
  }[];
  /** What the reader may do about it now. */
  readonly steps: readonly string[];
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  /** The comment that was typed when it was refused. */
  readonly typed: string;
  /** It lacks a reason, and the field for that has the focus. */
  readonly unsaid: boolean;
}

/** Why something was refused: its code, and the exact sentence as programs are told it. */
export interface AlarmRefusal {
  readonly refusal: string;
  readonly exact: string | null;
}

/** Something tried about an alarm, and why it was refused. */
export interface AlarmAttempt extends AlarmRefusal {
  readonly alarmId: string;
  readonly comment: string;
}
