import { round4 } from '../decimal';
import type { LeagueLine, LeagueTrend } from './league-schema';
import type { ScoreRules } from './rules-schema';
import { aggregateOf } from './vendor-score';

/** One engagement of a category with its score now and one period before, and what it costs in a year. */
export interface Served {
  readonly vendorId: string;
  readonly vendor: string;
  readonly engagementId: string;
  readonly score: number | null;
  readonly previous: number | null;
  readonly spend: number;
  readonly currency: string;
}

type Rules = Pick<ScoreRules, 'vendor' | 'league'>;

/**
 * Vendors of one category, best first; those without a score come last and have no rank. Vendors with the same score share
 * a rank and the next one is left out (1, 2, 2, 4). The percentile is the share of scored vendors below, with half of those
 * on the same score (the mid-point percentile rank of J. T. Roscoe, Fundamental Research Statistics, 1975); too few scored
 * vendors have none.
 */
export const leagueOf = (served: readonly Served[], rules: Rules): readonly LeagueLine[] =>
  leagueOfVendors(vendorLines(served, rules), rules);

/** The same of vendors whose services were brought together before. */
export function leagueOfVendors(vendors: readonly ScoredVendor[], rules: Rules): readonly LeagueLine[] {
  const field = fieldOf(
    vendors.flatMap(({ score }) => score ?? []),
    rules,
  );
  return vendors
    .map((vendor) => {
      const change = changeOf(vendor);
      return { ...vendor, change, trend: trendOf(change, rules), ...placeOf(vendor.score, field) };
    })
    .sort(byRank);
}

/** What a vendor scores in a category now and one period before, its services together. */
export interface Scored {
  readonly score: number | null;
  readonly previous: number | null;
}

export type LeaguePlace = Pick<LeagueLine, 'rank' | 'score' | 'trend' | 'percentile' | 'place'>;

/** The place of one vendor among all scores of a category, its own included, as the league has it. */
export function leaguePlace({ score, previous }: Scored, scores: readonly number[], rules: Rules): LeaguePlace {
  return { score, trend: trendOf(changeOf({ score, previous }), rules), ...placeOf(score, fieldOf(scores, rules)) };
}

function fieldOf(scores: readonly number[], rules: Rules): Field {
  const ends = Math.min(rules.league.ends, Math.floor(scores.length / 2));
  return { ranks: ranksOf(scores), peers: scores.length, ends, rules };
}

const changeOf = ({ score, previous }: Scored): number | null =>
  score === null || previous === null ? null : round4(score - previous);

/** A vendor of a category, its services as one. */
export type ScoredVendor = Pick<LeagueLine, 'vendorId' | 'vendor' | 'score' | 'previous' | 'engagements'>;

function vendorLines(served: readonly Served[], rules: Rules): readonly ScoredVendor[] {
  const byVendor = new Map<string, Served[]>();
  for (const one of served) {
    const own = byVendor.get(one.vendorId);
    if (own) own.push(one);
    else byVendor.set(one.vendorId, [one]);
  }
  return [...byVendor].map(([vendorId, own]) => {
    return { vendorId, vendor: own[0]?.vendor ?? '', ...scoredOf(own, rules), engagements: own.length };
  });
}

/** Services of one vendor as one. */
export const scoredOf = (own: readonly Weighed[], rules: Pick<Rules, 'vendor'>): Scored => ({
  score: totalOf(own, 'score', rules),
  previous: totalOf(own, 'previous', rules),
});

type Weighed = Pick<Served, 'score' | 'previous' | 'spend' | 'currency'>;

const totalOf = (
  own: readonly Weighed[],
  field: 'score' | 'previous',
  { vendor }: Pick<Rules, 'vendor'>,
): number | null =>
  aggregateOf(
    own.flatMap(({ [field]: value, spend, currency }) => (value === null ? [] : [{ value, spend, currency }])),
    vendor.score,
  );

/** Up or down beyond the points that count as stable; `new` where there is nothing to compare with. */
function trendOf(change: number | null, { league: { stablePoints } }: Rules): LeagueTrend {
  if (change === null) return 'new';
  if (Math.abs(change) <= stablePoints) return 'stable';
  return change > 0 ? 'up' : 'down';
}

interface Rank {
  readonly above: number;
  readonly same: number;
}

/** Of each score how many lie above it and how many are the same. */
function ranksOf(scores: readonly number[]): ReadonlyMap<number, Rank> {
  const ranks = new Map<number, Rank>();
  for (const [above, score] of scores.toSorted((a, b) => b - a).entries()) {
    const known = ranks.get(score);
    ranks.set(score, known ? { ...known, same: known.same + 1 } : { above, same: 1 });
  }
  return ranks;
}

interface Field {
  readonly ranks: ReadonlyMap<number, Rank>;
  /** Vendors with a score. */
  readonly peers: number;
  readonly ends: number;
  readonly rules: Rules;
}

function placeOf(
  score: number | null,
  { ranks, peers, ends, rules }: Field,
): Pick<LeagueLine, 'rank' | 'percentile' | 'place'> {
  const rank = score === null ? undefined : ranks.get(score);
  if (!rank) return { rank: null, percentile: null, place: null };
  const { above, same } = rank;
  const below = peers - above - same;
  const enough = peers >= rules.league.minPeers;
  return {
    rank: above + 1,
    percentile: enough ? round4((100 * (below + same / 2)) / peers) : null,
    place: endOf({ above, below, ends }),
  };
}

/** Who ties with the last of an end belongs to it; a whole field on one score has no ends. */
function endOf({ above, below, ends }: { above: number; below: number; ends: number }): LeagueLine['place'] {
  const [isTop, isBottom] = [above < ends, below < ends];
  return isTop === isBottom ? null : isTop ? 'top' : 'bottom';
}

const byRank = (a: LeagueLine, b: LeagueLine): number =>
  (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE) || (a.vendorId < b.vendorId ? -1 : 1);
