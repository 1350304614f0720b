/** Where an engagement stands in its term: not begun, in force, given up or ended by its own rule, or over. */
export const TERM_STATUSES = ['upcoming', 'active', 'expired'] as const;
export type TermStatus = (typeof TERM_STATUSES)[number];

/** Days before the notice deadline on which people are reminded; 0 is the deadline itself. */
export const REMINDER_DAYS: readonly number[] = [180, 90, 60, 30, 14, 7, 1, 0];

/** What was decided, or recorded, about the end of a term (the entries of the renewal ledger). */
export const RENEWAL_KINDS = ['renew', 'renegotiate', 'exit', 'auto_renewed', 'expired'] as const;
export type RenewalKind = (typeof RENEWAL_KINDS)[number];

export interface RenewalEntry {
  /** End of the term that the entry is about. */
  readonly termEnd: string;
  readonly kind: RenewalKind;
}
