import { isWithin, lastMonth, periodsWithin, previousPeriod } from '../calendar/periods';
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

/** The score of one period and the one before it. One that is longer than a month is the mean of whatever was rated within it. */
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
  [period, previousPeriod(period)].flatMap((one) => periodsWithin(one));

function meanWithin(cards: readonly ScoredPeriod[], period: string): number | null {
  const scores = cards.flatMap((card) => (isWithin(card.period, period) ? (card.score ?? []) : []));
  return scores.length === 0 ? null : round4(sum(scores).div(scores.length));
}
