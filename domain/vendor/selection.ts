import Big from 'big.js';
import { moneyText, readMoney } from '../amount';
import { round4, sum, takeBp } from '../decimal';
import type { SelectionFlag } from './flags';
import { findLowBid } from './low-bid';
import { rankKnown } from './ranking';
import type { SelectionAnswer, SelectionInput } from './schema';

type Candidate = SelectionInput['candidates'][number];
type Weights = SelectionInput['weightsBp'];

interface Priced {
  readonly candidate: Candidate;
  readonly quote: Big;
  /** Null while a hidden cost is unanswered. */
  readonly tco: Big | null;
}

interface Scored {
  readonly price: number | null;
  readonly total: number | null;
  readonly rank: number | null;
}

/**
 * Ranks candidates over four dimensions, once with the total cost of ownership and once, beside it, with the bare quote.
 * A price score is 100 · lowest / own. A candidate with an unanswered hidden cost gets no price score, total or rank.
 * Throws `INVALID_FIELDS` when an amount is of another currency or has too many digits.
 */
export function selectVendor({ currency, weightsBp, candidates, pastLowBidGaps }: SelectionInput): SelectionAnswer {
  const priced = candidates.map((candidate, index) => priceOf(candidate, { currency, path: `candidates.${index}` }));
  const full = scoreBy(priced, ({ tco }) => tco, weightsBp);
  const quoteOnly = scoreBy(priced, ({ quote }) => quote, weightsBp);
  const quotes = priced.map(({ candidate, quote }) => ({ key: candidate.key, total: quote }));
  const lowBid = findLowBid(quotes, pastLowBidGaps);
  const answers = priced.map(({ candidate, quote, tco }, index) => {
    const [own, bare] = [full[index]!, quoteOnly[index]!];
    return {
      key: candidate.key,
      quoteTotal: moneyText(quote, currency),
      tco: tco && moneyText(tco, currency),
      priceScore: own.price,
      total: own.total,
      rank: own.rank,
      quoteOnlyPriceScore: bare.price,
      quoteOnlyTotal: bare.total,
      quoteOnlyRank: bare.rank,
      flags: flagsOf(tco, lowBid.candidate === candidate.key),
    };
  });
  return { candidates: answers, lowBid };
}

function priceOf(
  candidate: Candidate,
  { currency, path }: { readonly currency: string; readonly path: string },
): Priced {
  const read = (field: string, amount: Candidate['oneOff']): Big =>
    readMoney(amount, { path: `${path}.${field}`, currency });
  const quote = read('oneOff', candidate.oneOff).plus(read('annual', candidate.annual).times(candidate.years));
  const hidden = Object.entries(candidate.hiddenCosts).map(([name, amount]) =>
    amount === null ? null : read(`hiddenCosts.${name}`, amount),
  );
  const answered = hidden.filter((amount) => amount !== null);
  return { candidate, quote, tco: answered.length === hidden.length ? sum([quote, ...answered]) : null };
}

function scoreBy(priced: readonly Priced[], costOf: (one: Priced) => Big | null, weights: Weights): readonly Scored[] {
  const costs = priced.map(costOf);
  const lowest = costs.reduce((least, cost) => (cost && (!least || cost.lt(least)) ? cost : least), null);
  const scored = priced.map(({ candidate }, index) => {
    const price = priceScore(costs[index] ?? null, lowest);
    return { price: price && round4(price), total: price && weightedTotal({ ...candidate.scores, price }, weights) };
  });
  const ranks = rankKnown(scored.map(({ total }) => total));
  return scored.map((one, index) => ({ ...one, rank: ranks[index] ?? null }));
}

function priceScore(cost: Big | null, lowest: Big | null): Big | null {
  if (!cost || !lowest) return null;
  return cost.eq(0) ? new Big(100) : lowest.times(100).div(cost);
}

const weightedTotal = (scores: Record<keyof Weights, Big | number>, weights: Weights): number =>
  round4(
    sum([
      takeBp(new Big(scores.qualification), weights.qualification),
      takeBp(new Big(scores.capability), weights.capability),
      takeBp(new Big(scores.price), weights.price),
      takeBp(new Big(scores.culture), weights.culture),
    ]),
  );

const flagsOf = (tco: Big | null, isLow: boolean): SelectionFlag[] => [
  ...(tco ? [] : ['HIDDEN_COST_UNANSWERED' as const]),
  ...(isLow ? ['ABNORMALLY_LOW_BID' as const] : []),
];
