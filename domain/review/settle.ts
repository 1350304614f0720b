import { frequencyOf, lastMonth, monthsOf, type Period, previousPeriod } from '../calendar/periods';
import type { ScoreRules, StandingEffect, StandingEffects } from './rules-schema';
import { settleStanding, standingOf, UNRATED } from './standing';

/** The standing after a closed period. */
export interface SettledStanding {
  readonly period: Period;
  /** What was judged: the rolling score after the period, or the period's own. */
  readonly score: number | null;
  /** The band of that score. */
  readonly found: string;
  readonly inForce: string;
  /** In force until then; null before the first one. */
  readonly before: string | null;
  readonly redLine: boolean;
  /** Revision of the card that it was judged by. */
  readonly revision: number;
}

export type ToSettle = Pick<SettledStanding, 'period' | 'score' | 'redLine' | 'revision'>;

/**
 * Settles periods one after the other behind those that are settled. Two in a row means the same kind of period without one
 * missing between: the month and the quarter that end together never count as two.
 */
export function settlePeriods(
  earlier: readonly SettledStanding[],
  due: readonly ToSettle[],
  { standing: { bands } }: Pick<ScoreRules, 'standing'>,
): readonly SettledStanding[] {
  const all = [...earlier];
  for (const { period, score, redLine, revision } of due.toSorted(byEnd)) {
    const found = standingOf(score, bands);
    const previous = all.find((one) => one.period === previousPeriod(period))?.found ?? UNRATED;
    const before = all.at(-1)?.inForce ?? null;
    const inForce = settleStanding({ inForce: before, recent: [previous, found], redLine, bands });
    all.push({ period, score, found, inForce, before, redLine, revision });
  }
  return all.slice(earlier.length);
}

/** By the end of the periods; a month goes before the longer period that ends with it. */
export const byEnd = (a: { readonly period: Period }, b: { readonly period: Period }): number =>
  lastMonth(a.period) - lastMonth(b.period) || monthsOf(frequencyOf(a.period)) - monthsOf(frequencyOf(b.period));

/** What begins and what ends when a standing takes force; what goes on is in neither. */
export function effectChanges(
  open: readonly StandingEffect[],
  wanted: StandingEffects,
): { readonly started: readonly StandingEffect[]; readonly ended: readonly StandingEffect[] } {
  const names = Object.keys(wanted) as StandingEffect[];
  return {
    started: names.filter((effect) => wanted[effect] && !open.includes(effect)),
    ended: open.filter((effect) => !wanted[effect]),
  };
}
