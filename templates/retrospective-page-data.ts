import type { MoneyText } from '../domain/money';

/** The look back on a contract year, on the page of its engagement. */
export interface RetrospectiveOnPage {
  /** Where it is written; null once it is closed, and for readers who may not. */
  readonly formHref: string | null;
  readonly year: number;
  readonly from: string;
  readonly anniversary: string;
  readonly state: 'open' | 'closed';
  /** Success measures that were met, of how many. */
  readonly met: number;
  readonly measures: number;
  readonly total: MoneyText;
  /** Of all years of the business case. */
  readonly planned: MoneyText | null;
  readonly spentBp: number | null;
  readonly score: number | null;
  readonly trend: 'up' | 'stable' | 'down' | null;
  readonly issues: number;
  readonly alarms: number;
  readonly incidents: number;
  readonly summary: string | null;
  readonly lessons: readonly string[];
}
