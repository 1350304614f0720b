import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { FormLink } from './record-form-data';

/** How long sources stay after the receipt of their data, and what forbids that they go. */
export interface DeletionBars {
  readonly days: number;
  /** What one person has proposed and nobody has confirmed. */
  readonly proposal: {
    readonly days: number;
    readonly reason: string;
    readonly name: string;
    readonly forms: readonly FormLink[];
  } | null;
  readonly holds: readonly {
    readonly reason: string;
    /** Of the dataset; null where it is about all of them. */
    readonly title: string | null;
    readonly forms: readonly FormLink[];
  }[];
}

export interface DatasetView {
  readonly forms: readonly FormLink[];
  /** What its deletion still waits for, as keys of `deletion-condition.<key>`; empty before it is near. */
  readonly missing: readonly string[];
  readonly title: string;
  readonly certificate: readonly { readonly form: string; readonly href: string }[];
  readonly personalData: boolean;
  readonly state: string;
  readonly bytes: number;
  /** Null until the inventory is known. */
  readonly totalBytes: number | null;
  readonly rows: number;
  readonly files: number;
  readonly sha256: string | null;
  /** What a migration does just now; null while none runs. */
  readonly running: {
    readonly phase: string;
    /** While it reads back. */
    readonly verifiedBytes: number | null;
    readonly bytesPerSecond: number | null;
    /** Until the end of the phase, as far as it can be told. */
    readonly minutes: number | null;
  } | null;
}

export interface SettlementView {
  readonly net: MoneyText;
  readonly payable: MoneyText;
  readonly disputedTotal: MoneyText;
  readonly lines: readonly {
    readonly kind: string;
    /** Adds to the account; false where it takes off. */
    readonly charge: boolean;
    readonly money: MoneyText;
    readonly disputed: boolean;
  }[];
}

export interface ExitTaskView {
  readonly key: string;
  readonly title: Bilingual;
  /** What it waits for: titles of other tasks, or what is still open of its matter. */
  readonly waitsFor: readonly Bilingual[];
  readonly due: string;
  readonly state: 'open' | 'waiver-asked' | 'done' | 'waived';
  readonly assignee: string;
  readonly comment: string | null;
  readonly waiver: { readonly reason: string; readonly askedBy: string } | null;
  readonly closedBy: string | null;
  readonly closedAt: number | null;
}

export interface ExitView {
  readonly cause: string | null;
  readonly effectiveDate: string | null;
  readonly tasks: readonly ExitTaskView[];
  readonly datasets: readonly DatasetView[];
  /** Null while there is nothing to delete. */
  readonly bars: DeletionBars | null;
  readonly settlementHref: string;
  readonly settlement: SettlementView | null;
}
