/** Working hours of a day that our owner and the vendor's representative share. */
export interface OverlapView {
  readonly name: string;
  readonly timeZone: string;
  readonly on: string;
  readonly hours: number;
  /** The same half a year later, where one side changes its clocks; null where it stays. */
  readonly later: { readonly on: string; readonly hours: number } | null;
}
