import { lastMonth, periodDates, periodOfDate, previousPeriod } from '../calendar/periods';
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

/** The rolling score, and what it was before the newest period was closed. */
export function rollingNow(cards: readonly ScoredPeriod[], { rolling: decay }: Pick<ScoreRules, 'rolling'>): ScoreNow {
  const rated = cards.filter(({ score }) => score !== null);
  const newest = Math.max(...rated.map(({ period }) => lastMonth(period)));
  const earlier = rated.filter(({ period }) => lastMonth(period) < newest);
  const scoreOf = (periods: readonly ScoredPeriod[]): number | null =>
    periods.length === 0 ? null : scoreRolling({ periods: [...periods], decay }).score;
  return { score: scoreOf(rated), previous: scoreOf(earlier) };
}

function meanWithin(cards: readonly ScoredPeriod[], period: string): number | null {
  const scores = cards.flatMap((card) => (isWithin(card.period, period) ? (card.score ?? []) : []));
  return scores.length === 0 ? null : round4(sum(scores).div(scores.length));
}

const isWithin = (inner: string, outer: string): boolean =>
  inner === outer || (outer[5] === 'Q' && periodOfDate(periodDates(inner).start, 'quarterly') === outer);
