import { localDate } from '../calendar/zone';
import { isRunningRound, type RatingRound } from './round';
import type { RatingAnswer, RatingRoundView, RatingsView } from './schema';
import { POOR_MARK, RATING_QUESTIONS, RATING_SCALE, type RatingQuestion, type RatingTrend } from './words';

const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);

const meanOfAnswer = ({ marks }: RatingAnswer): number | null =>
  meanOf(RATING_QUESTIONS.map((question) => marks[question].score));

/** What the vendor finds poor: a question with a mark of 2 or less. */
export const poorMarks = ({ marks }: RatingAnswer): readonly RatingQuestion[] =>
  RATING_QUESTIONS.filter((question) => marks[question].score <= POOR_MARK);

/** Rounds of a year. */
const COUNTED = 4;
/** By more than a quarter of a mark. */
const TREND_STEP = 0.25;

function trendOf([newest = null, before = null]: readonly (number | null)[]): RatingTrend | null {
  if (newest === null || before === null) return null;
  const step = newest - before;
  return step > TREND_STEP ? 'up' : step < -TREND_STEP ? 'down' : 'stable';
}

/** What closed rounds say, newest first. Until a round closes its answer may change and is the vendor's alone. */
export function ratingsView(rounds: readonly RatingRound[], zone: string, now: number): RatingsView {
  const asked = rounds.filter((round) => round.asked > 0).toSorted((a, b) => (a.quarter < b.quarter ? 1 : -1));
  const means = asked
    .flatMap((round) => (round.answer && !isRunningRound(round, now) ? [meanOfAnswer(round.answer)] : []))
    .filter((mean) => mean !== null)
    .slice(0, COUNTED);
  return {
    mean: rounded(meanOf(means)),
    trend: trendOf(means),
    rounds: asked.map((round) => roundView(round, zone, now)),
  };
}

function roundView(round: RatingRound, zone: string, now: number): RatingRoundView {
  const running = isRunningRound(round, now);
  const told = running ? null : round.answer;
  return {
    quarter: round.quarter,
    state: running ? 'running' : 'closed',
    closesOn: lastDayOf(round, zone),
    answered: round.answer !== null,
    mean: told && rounded(meanOfAnswer(told)),
    marks: told?.marks ?? null,
    remark: told?.remark ?? null,
  };
}

export const lastDayOf = ({ closesAt }: Pick<RatingRound, 'closesAt'>, zone: string): string =>
  localDate(zone, closesAt - 1);

/** A mean mark on the scale of scores, 0 to 100. */
export const markAsScore = (mean: number): number =>
  ((mean - RATING_SCALE.least) * 100) / (RATING_SCALE.most - RATING_SCALE.least);
