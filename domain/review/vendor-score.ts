import { round4, sum, weightedMean4 } from '../decimal';
import type { Aggregate, ScoreRules } from './rules-schema';
import { standingOf, UNRATED } from './standing';

/** A figure of one engagement, and what the engagement costs in a year in major units of its currency. */
export interface Part {
  readonly value: number;
  readonly spend: number;
  readonly currency: string;
}

/**
 * Several figures of one vendor as one, to four decimals; null without any. Spend weighs only where all of it is in one
 * currency and there is some; otherwise every engagement weighs the same.
 */
export function aggregateOf(parts: readonly Part[], by: Aggregate): number | null {
  const values = parts.map(({ value }) => value);
  return values.length === 0 ? null : AGGREGATES[by](values, parts);
}

const AGGREGATES = {
  avg: (values) => weightedMean4(values.map((value) => ({ value, weight: 1 }))),
  sum: (values) => round4(sum(values)),
  min: (values) => round4(Math.min(...values)),
  max: (values) => round4(Math.max(...values)),
  'spend-weighted': (values, parts) => {
    const weights = weightsOf(parts);
    return weightedMean4(values.map((value, index) => ({ value, weight: weights[index] ?? 0 })));
  },
} satisfies Readonly<Record<Aggregate, (values: readonly number[], parts: readonly Part[]) => number>>;

function weightsOf(parts: readonly Part[]): readonly number[] {
  const comparable = new Set(parts.map(({ currency }) => currency)).size === 1;
  return comparable && parts.some(({ spend }) => spend > 0) ? parts.map(({ spend }) => spend) : parts.map(() => 1);
}

interface Standing {
  readonly score: number | null;
  readonly standings: readonly string[];
}

/** The standing of a vendor: the worst that is in force in one of its engagements, or the band of its own score. */
export function vendorStanding({ score, standings }: Standing, { vendor, standing }: ScoreRules): string {
  if (vendor.standing === 'of-score') return standingOf(score, standing.bands);
  const known = standing.bands.filter(({ key }) => standings.includes(key)).sort((a, b) => a.min - b.min);
  return known[0]?.key ?? UNRATED;
}
