import type { KpiDirection } from '../domain/kpi/schema';

type Status = 'unavailable' | 'no_activity' | null;

/** A field of the form: what is typed in it, and the word for what is wrong with it. */
export interface ValueField {
  readonly name: string;
  readonly value: string;
  readonly fault: string | null;
}

/** A value that somebody has reported. */
export interface ReportedValue {
  readonly value: number | null;
  readonly status: Status;
  readonly reason: string | null;
  readonly by: string;
  readonly at: number;
}

/** A file that bears out a value. */
export interface EvidenceLink {
  readonly fileName: string;
  /** Bytes. */
  readonly size: number;
  readonly at: number;
  readonly href: string;
}

export interface EvidenceFiles {
  readonly name: string;
  readonly fault: string | null;
  readonly required: boolean;
  readonly kept: readonly (EvidenceLink & {
    /** It has not been handed in with a value yet. */
    readonly waits: boolean;
    /** Value of the button that takes it back; null where it stays. */
    readonly drop: string | null;
  })[];
}

export interface KpiEntry {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly target: number;
  readonly direction: KpiDirection;
  /** Who reports it. */
  readonly source: string;
  /** Of the period before. */
  readonly last: { readonly period: string; readonly value: number | null; readonly status: Status } | null;
  readonly recorded: ReportedValue | null;
  /** What waits for a second person. */
  readonly waiting: readonly ReportedValue[];
  /** The other side has reported a value, which another one would have to be confirmed against. */
  readonly contested: boolean;
  readonly files: EvidenceFiles;
  readonly says: { readonly name: string; readonly chosen: 'value' | 'unavailable' | 'no_activity' };
  /** Null where the figures of a formula are asked for instead. */
  readonly value: ValueField | null;
  readonly inputs: readonly (ValueField & { readonly input: string })[];
  readonly reason: ValueField;
  readonly evidence: ValueField;
}

/** The form with which one side reports the values of a period. */
export interface ValuesPage {
  readonly side: 'us' | 'vendor';
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
  readonly period: string;
  /** Close of business of the day on which values are due. */
  readonly dueAt: number;
  /** The period was judged: what comes now is proposed as a correction. */
  readonly closed: boolean;
  readonly reporter: string;
  readonly kpis: readonly KpiEntry[];
  /** How many of them have no value yet. */
  readonly owed: number;
  /** Name of the first field that is wrong, which has the focus. */
  readonly focus: string | null;
  readonly draftSavedAt: number | null;
  readonly mayReport: boolean;
  readonly done: string | null;
  readonly refusal: string | null;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
}

export interface ValuesPages<Page> {
  readonly values: Page & ValuesPage;
}
