import Big from 'big.js';
import { lastMonth, periodOfDate } from '../calendar/periods';
import { round4, sum } from '../decimal';
import type { RollingScoreAnswer, RollingScoreInput } from './schema';
import { standingOf } from './standing';

type Rated = RollingScoreInput['periods'][number];

/** After this many calendar months a period has no weight any more. */
const MEMORY_MONTHS = 12;

/**
 * The score 0–100 over past periods. A period n calendar months before the newest one (or before `asOf`) weighs
 * max(0, (12 − n)/12), so a skipped month still ages the others; `flat` weighs all alike. Periods without activity or
 * without a score are left out, later ones than `asOf` too; nothing rated is `unrated`, never 100.
 */
export function scoreRolling({ periods, asOf, decay = 'linear-12', bands }: RollingScoreInput): RollingScoreAnswer {
  const newest = asOf === undefined ? Math.max(...periods.map(({ period }) => lastMonth(period))) : monthOf(asOf);
  const rated = periods.filter(isRated).filter(({ period }) => lastMonth(period) <= newest);
  const weighed = rated.map(({ period, score }) => ({
    score: score ?? 0,
    weight: decay === 'flat' ? MEMORY_MONTHS : Math.max(0, MEMORY_MONTHS - (newest - lastMonth(period))),
  }));
  const weights = weighed.reduce((total, { weight }) => total + weight, 0);
  const points = sum(weighed.map(({ score, weight }) => new Big(score).times(weight)));
  const score = weights === 0 ? null : round4(points.div(weights));
  return { score, standing: standingOf(score, bands) };
}

const isRated = ({ score, status }: Rated): boolean =>
  score !== null && status !== 'no_activity' && status !== 'unavailable';

/** `asOf` is a period or a date; a quarter that is still running has aged up to its own end. */
const monthOf = (asOf: string): number => lastMonth(asOf.length > 7 ? periodOfDate(asOf, 'monthly') : asOf);
