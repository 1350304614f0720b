import Big from 'big.js';
import { quantile } from 'simple-statistics';
import { round4 } from '../decimal';

interface Quote {
  readonly key: string;
  readonly total: Big;
}

interface LowBid {
  /** (second lowest − lowest) / lowest; null with fewer than two quotes or a lowest quote of nothing. */
  readonly ratio: number | null;
  readonly fence: number;
  /** The lowest quote when it is abnormally low. */
  readonly candidate: string | null;
}

/** Fence while too few past tenders are known. */
const DEFAULT_FENCE = 0.2;
const ENOUGH_TENDERS = 8;
const IQR_FACTOR = 1.5;

/**
 * Red flag R058 of the OCP Cardinal library: the lowest quote is suspiciously far below the second lowest. The fence is
 * Tukey's upper one over the gaps of past tenders (Q3 + 1.5 · IQR) once at least eight are known, else 20 %.
 */
export function findLowBid(quotes: readonly Quote[], pastGaps: readonly number[] = []): LowBid {
  const fence = fenceOf(pastGaps);
  const [lowest, second] = quotes.toSorted((a, b) => a.total.cmp(b.total));
  if (!lowest || !second) return { ratio: null, fence: round4(fence), candidate: null };
  const gap = second.total.minus(lowest.total);
  const isLow = gap.gt(0) && gap.gte(lowest.total.times(fence));
  return {
    ratio: lowest.total.eq(0) ? null : round4(gap.div(lowest.total)),
    fence: round4(fence),
    candidate: isLow ? lowest.key : null,
  };
}

function fenceOf(pastGaps: readonly number[]): Big {
  if (pastGaps.length < ENOUGH_TENDERS) return new Big(DEFAULT_FENCE);
  const [q1, q3] = [new Big(quantile([...pastGaps], 0.25)), new Big(quantile([...pastGaps], 0.75))];
  return q3.plus(q3.minus(q1).times(IQR_FACTOR));
}
