import Big from 'big.js';
import { daysBetween } from '../calendar/civil';
import { sum } from '../decimal';

/** A fee of a month, from a day on; without a day, from the beginning. */
export interface FeeFrom {
  readonly from: string | null;
  readonly minor: number;
}

/** Days on which nothing is owed: [since, until), open while it lasts. */
export interface Rest {
  readonly since: string;
  readonly until: string | null;
}

export interface Days {
  /** [from, to). */
  readonly from: string;
  readonly to: string;
}

/** Days that were served at one fee. */
export interface FeePart {
  readonly minor: number;
  readonly days: number;
}

/** How many of the days were served at which fee; `fees` in the order of their days. */
export function feeParts(
  { from, to }: Days,
  fees: readonly FeeFrom[],
  rests: readonly Rest[] = [],
): readonly FeePart[] {
  return fees.flatMap(({ from: since, minor }, index) => {
    const next = fees[index + 1]?.from ?? to;
    const span = { from: since !== null && since > from ? since : from, to: next < to ? next : to };
    const days = daysServed(span, rests);
    return days > 0 ? [{ minor, days }] : [];
  });
}

/** How many of the days are none of rest; no two rests share a day. */
export const daysServed = (span: Days, rests: readonly Rest[]): number =>
  lengthOf(span) - rests.reduce((total, rest) => total + lengthOf(overlap(span, rest)), 0);

const lengthOf = ({ from, to }: Days): number => Math.max(0, daysBetween(from, to));
const overlap = ({ from, to }: Days, { since, until }: Rest): Days => ({
  from: since > from ? since : from,
  to: until !== null && until < to ? until : to,
});

/** What parts of one month come to, half-up to the minor unit once. */
export const costOfParts = (parts: readonly FeePart[], daysOfPeriod: number): number =>
  sum(parts.map(({ minor, days }) => new Big(minor).times(days).div(daysOfPeriod)))
    .round(0, Big.roundHalfUp)
    .toNumber();
