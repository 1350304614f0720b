/** A decision that was reported as not made by its person. */
export interface ReportView {
  readonly person: string;
  readonly by: string;
  readonly at: number;
  readonly outcome: string | null;
  readonly settledBy: string | null;
  readonly settledAt: number | null;
}

/** What holds an approval back. */
export interface Held {
  /** All have agreed; the approval takes effect then. */
  readonly coolingOffUntil: number | null;
  readonly frozenSince: number | null;
  readonly reports: readonly ReportView[];
}
