import { addMonthsClamped } from '../calendar/civil';
import { measuresMet, type MeasuresOutcome } from '../planning/measures';
import type { SuccessMeasure } from '../planning/schema';
import type { RetrospectiveContent, RetrospectiveFacts } from './schema';

export interface RetrospectiveRecord {
  readonly engagementId: string;
  readonly year: number;
  readonly from: string;
  readonly anniversary: string;
  readonly facts: RetrospectiveFacts;
  readonly content: RetrospectiveContent | null;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly closedBy: string | null;
}

export interface ContractYear {
  readonly year: number;
  readonly from: string;
  readonly anniversary: string;
}

/** No contract runs for longer. */
const MOST_YEARS = 60;
const MONTHS = 12;

/**
 * Contract years that end after a day, oldest first. Each is counted from the start of the contract, so that a start at the
 * end of February keeps to it: 29 Feb 2028, 28 Feb 2029, … 29 Feb 2032.
 */
export function contractYears(start: string, after: string): readonly ContractYear[] {
  return Array.from({ length: MOST_YEARS }, (_, n) => n)
    .map((n) => ({
      from: addMonthsClamped(start, n * MONTHS),
      anniversary: addMonthsClamped(start, (n + 1) * MONTHS),
    }))
    .filter(({ anniversary }) => anniversary > after)
    .map((year) => ({ ...year, year: Number(year.anniversary.slice(0, 4)) }));
}

/** What was promised against what was measured. */
export const outcomeOf = (
  measures: readonly SuccessMeasure[],
  content: Pick<RetrospectiveContent, 'measures'> | null,
): MeasuresOutcome =>
  measuresMet(measures, Object.fromEntries((content?.measures ?? []).map(({ name, actual }) => [name, actual])));
