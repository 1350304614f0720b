import { lastMonth, periodDates, periodOfDate, previousPeriod, shiftPeriod } from '../calendar/periods';
import { round4, sum } from '../decimal';
import { scoreRolling } from './rolling-score';
import type { ScoreRules } from './rules-schema';

export interface ScoredPeriod {
  readonly period: string;
  readonly score: number | null;
}

export interface ScoreNow {
  readonly score: number | null;
  /** The same a period before. */
  readonly previous: number | null;
}

/** The score of one month or quarter and the one before it. A quarter is the mean of whatever was rated within it. */
export const scoreIn = (cards: readonly ScoredPeriod[], period: string): ScoreNow => ({
  score: meanWithin(cards, period),
  previous: meanWithin(cards, previousPeriod(period)),
});

/** The rolling score, and what it was before the newest rated period was closed. */
export function rollingNow(cards: readonly ScoredPeriod[], { rolling: decay }: Pick<ScoreRules, 'rolling'>): ScoreNow {
  const newest = Math.max(...cards.filter(({ score }) => score !== null).map(({ period }) => lastMonth(period)));
  const scoreOf = (periods: readonly ScoredPeriod[]): number | null =>
    periods.length === 0 ? null : scoreRolling({ periods: [...periods], decay }).score;
  return { score: scoreOf(cards), previous: scoreOf(cards.filter(({ period }) => lastMonth(period) < newest)) };
}

/** Every period whose score has a part in `scoreIn`. */
export const periodsFor = (period: string): readonly string[] =>
  [period, previousPeriod(period)].flatMap((one) => [one, ...(one[5] === 'Q' ? monthsOf(one) : [])]);

const monthsOf = (quarter: string): readonly string[] => {
  const first = periodOfDate(periodDates(quarter).start, 'monthly');
  return [0, 1, 2].map((n) => shiftPeriod(first, n));
};

function meanWithin(cards: readonly ScoredPeriod[], period: string): number | null {
  const scores = cards.flatMap((card) => (isWithin(card.period, period) ? (card.score ?? []) : []));
  return scores.length === 0 ? null : round4(sum(scores).div(scores.length));
}

const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || (outer[5] === 'Q' && periodOfDate(periodDates(inner).start, 'quarterly') === outer);
