import Big from 'big.js';
import { clamp, round4 } from '../decimal';
import type { MoneyText } from '../money';
import type { EvaluationModel } from './record-schema';
import type { Candidate } from './records';
import { selectVendor } from './selection';

export interface Price {
  readonly quoteTotal: { amount: string; currency: string };
  readonly tco: { amount: string; currency: string } | null;
  readonly score: number | null;
  readonly quoteOnlyScore: number | null;
  readonly flags: readonly string[];
}

export interface Prices {
  readonly of: ReadonlyMap<string, Price>;
  readonly lowBid: { readonly ratio: number | null; readonly fence: number };
}

interface Quoted {
  readonly currency: string;
  readonly candidates: readonly Candidate[];
  readonly priceScale: EvaluationModel['priceScale'];
  /** (second lowest − lowest) / lowest of earlier tenders. */
  readonly pastGaps: readonly number[];
}

const DEFAULT_FENCE = 0.2;

/** Scores the costs of all who have quoted, once with hidden costs and once bare, and finds an abnormally low quote. */
export function priceScores({ currency, candidates, priceScale = 'proportional', pastGaps }: Quoted): Prices {
  const quoted = candidates.flatMap(({ id, quote }) => (quote ? [{ id, quote }] : []));
  if (quoted.length === 0) return { of: new Map(), lowBid: { ratio: null, fence: DEFAULT_FENCE } };
  const { candidates: lines, lowBid } = selectVendor({
    currency,
    weightsBp: { qualification: 0, capability: 0, price: 10_000, culture: 0 },
    candidates: quoted.map(({ id, quote: { oneOff, annual, years, hiddenCosts } }) => ({
      key: id,
      oneOff,
      annual,
      years,
      hiddenCosts,
      scores: { qualification: 0, capability: 0, culture: 0 },
    })),
    pastLowBidGaps: [...pastGaps],
  });
  const ownScale = (costs: readonly (MoneyText | null)[], scores: readonly (number | null)[]) =>
    priceScale === 'linear' ? linear(costs) : scores;
  const full = ownScale(
    lines.map(({ tco }) => tco),
    lines.map(({ priceScore }) => priceScore),
  );
  const bare = ownScale(
    lines.map(({ quoteTotal }) => quoteTotal),
    lines.map(({ quoteOnlyPriceScore }) => quoteOnlyPriceScore),
  );
  const of = new Map(
    lines.map(({ key, quoteTotal, tco, flags }, index) => [
      key,
      { quoteTotal, tco, score: full[index] ?? null, quoteOnlyScore: bare[index] ?? null, flags },
    ]),
  );
  return { of, lowBid: { ratio: lowBid.ratio, fence: lowBid.fence } };
}

/** 100 for the lowest cost, falling by a line to 0 at twice that: 100 · (2 − own / lowest). */
function linear(costs: readonly (MoneyText | null)[]): readonly (number | null)[] {
  const known = costs.flatMap((cost) => (cost ? [new Big(cost.amount)] : []));
  const lowest = known.reduce((least, cost) => (cost.lt(least) ? cost : least), known[0] ?? new Big(0));
  return costs.map((cost) => {
    if (cost === null) return null;
    if (lowest.eq(0)) return new Big(cost.amount).eq(0) ? 100 : 0;
    return round4(clamp(new Big(2).minus(new Big(cost.amount).div(lowest)).times(100), 0, 100));
  });
}
