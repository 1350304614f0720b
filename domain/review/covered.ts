import { addMonthsClamped } from '../calendar/civil';
import { periodDates } from '../calendar/periods';
import type { ReviewKind } from './pack-schema';

const YEAR = 12;

/** The days that a review looks back on: its month, its quarter, or the year that ends with its quarter; [from, to). */
export function coveredDates({ kind, period }: { readonly kind: ReviewKind; readonly period: string }): {
  readonly from: string;
  readonly to: string;
} {
  const { start, end } = periodDates(period);
  return { from: kind === 'annual' ? addMonthsClamped(end, -YEAR) : start, to: end };
}
