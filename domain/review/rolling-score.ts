import { lastMonth, periodOfDate } from '../calendar/periods';
import { round4, sum, weightedMean4 } from '../decimal';
import type { Decay, RollingScoreAnswer, RollingScoreInput } from './schema';
import { standingOf } from './standing';

type Rated = RollingScoreInput['periods'][number];

/** Which number this file and `rollingNow` give: one more wherever a change makes it another, so that kept ones are computed anew. */
export const ROLLING_FORMULA = 1;

/** After this many calendar months a period has no weight any more. */
const MEMORY_MONTHS = 12;
const QUARTERS = 4;
const QUARTER_MONTHS = 3;

/** A period by the months that have passed since its last one. */
interface Aged {
  readonly period: string;
  readonly score: number;
  readonly age: number;
}

/**
 * The score 0–100 over past periods. A period n calendar months before the newest one (or before `asOf`) weighs
 * max(0, (12 − n)/12), so a skipped month still ages the others; `flat` weighs all alike; `last-4-quarters` is the mean of
 * the means of the newest calendar quarter and the three before it, as far as they are rated. Periods without activity or
 * without a score are left out, later ones than `asOf` too; nothing rated is `unrated`, never 100.
 */
export function scoreRolling({ periods, asOf, decay = 'linear-12', bands }: RollingScoreInput): RollingScoreAnswer {
  const newest = asOf === undefined ? Math.max(...periods.map(({ period }) => lastMonth(period))) : monthOf(asOf);
  const aged = periods
    .filter(isRated)
    .map(({ period, score }) => ({ period, score: score ?? 0, age: newest - lastMonth(period) }))
    .filter(({ age }) => age >= 0);
  const score = MEANS[decay](aged, newest);
  return { score, standing: standingOf(score, bands) };
}

const MEANS = {
  'linear-12': (aged) => mean(aged.map(({ score, age }) => ({ score, weight: Math.max(0, MEMORY_MONTHS - age) }))),
  flat: (aged) => mean(aged.map(({ score }) => ({ score, weight: 1 }))),
  'last-4-quarters': meanOfQuarters,
} satisfies Readonly<Record<Decay, (aged: readonly Aged[], newest: number) => number | null>>;

function mean(weighed: readonly { readonly score: number; readonly weight: number }[]): number | null {
  const counted = weighed.filter(({ weight }) => weight > 0);
  return counted.length === 0 ? null : weightedMean4(counted.map(({ score: value, weight }) => ({ value, weight })));
}

function meanOfQuarters(aged: readonly Aged[], newest: number): number | null {
  const last = Math.floor(newest / QUARTER_MONTHS);
  const recent = aged.map(({ score, age }) => ({ score, quarter: Math.floor((newest - age) / QUARTER_MONTHS) }));
  const means = Array.from({ length: QUARTERS }, (_, back) =>
    recent.flatMap(({ score, quarter }) => (quarter === last - back ? score : [])),
  )
    .filter((scores) => scores.length > 0)
    .map((scores) => sum(scores).div(scores.length));
  return means.length === 0 ? null : round4(sum(means).div(means.length));
}

const isRated = ({ score, status }: Rated): boolean =>
  score !== null && status !== 'no_activity' && status !== 'unavailable';

/** `asOf` is a period or a date; a quarter that is still running has aged up to its own end. */
const monthOf = (asOf: string): number => lastMonth(asOf.length > 7 ? periodOfDate(asOf, 'monthly') : asOf);
