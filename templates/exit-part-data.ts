import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';

export interface DatasetView {
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
  readonly settlementHref: string;
  readonly settlement: SettlementView | null;
}
