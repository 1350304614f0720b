import Big from 'big.js';
import { round4 } from '../decimal';
import { HIDDEN_COSTS, type TenderItem } from '../tender/schema';
import type { Bid } from '../tender/tender';
import { type Judged, scoreCriterion } from './criterion-scores';
import { type EvaluationInput, independent, judgedOf } from './evaluation';
import type { Comparison, Evaluation } from './record-schema';
import type { Candidate } from './records';

type Row = Comparison['rows'][number];
type Cell = Row['cells'][number];

export interface ComparisonInput {
  readonly input: EvaluationInput;
  readonly evaluation: Evaluation;
  readonly items: readonly TenderItem[];
  /** Standing bids, for the prices of single items. */
  readonly bids: readonly (Pick<Bid, 'content'> & { readonly candidateId: string })[];
}

/** The columnar comparison: items, costs and criteria down, candidates across, each cell with its rank and distance to the best. */
export function compareCandidates(given: ComparisonInput): readonly Row[] {
  return [...itemRows(given), ...costRows(given), ...criterionRows(given), ...resultRows(given)];
}

function itemRows({ input, items, bids }: ComparisonInput): readonly Row[] {
  return items.map(({ key, title }) =>
    amountRow(
      { group: 'item', key, title },
      input.candidates.map(({ id }) => {
        const bid = bids.find(({ candidateId }) => candidateId === id);
        return bid?.content.lines.find(({ item }) => item === key)?.unitPrice.amount ?? null;
      }),
    ),
  );
}

const name = (group: Row['group'], key: string): Pick<Row, 'group' | 'key' | 'title'> => ({ group, key, title: null });

function costRows({ input: { candidates }, evaluation }: ComparisonInput): readonly Row[] {
  const quoted = (read: (quote: NonNullable<Candidate['quote']>) => string | null): readonly (string | null)[] =>
    candidates.map(({ quote }) => (quote ? read(quote) : null));
  const tco = evaluation.candidates.map((one) => one.tco?.amount ?? null);
  return [
    amountRow(
      name('cost', 'oneOff'),
      quoted(({ oneOff }) => oneOff.amount),
    ),
    amountRow(
      name('cost', 'annual'),
      quoted(({ annual }) => annual.amount),
    ),
    plainRow(
      name('cost', 'years'),
      candidates.map(({ quote }) => quote?.years ?? null),
    ),
    amountRow(
      name('cost', 'quoteTotal'),
      quoted(({ oneOff, annual, years }) =>
        new Big(annual.amount).times(years).plus(oneOff.amount).round(4).toString(),
      ),
    ),
    ...HIDDEN_COSTS.map((cost) =>
      amountRow(
        name('hidden-cost', cost),
        quoted(({ hiddenCosts }) => hiddenCosts[cost]?.amount ?? null),
      ),
    ),
    amountRow(name('cost', 'tco'), tco),
  ];
}

function criterionRows({ input, evaluation }: ComparisonInput): readonly Row[] {
  const sheets = independent(input.sheets);
  const judged: readonly Judged[] = input.candidates.map(({ id }, index) =>
    judgedOf({ ...input, sheets }, id, evaluation.candidates[index]?.dimensions['price'] ?? null),
  );
  return input.model.dimensions.flatMap(({ key, criteria }) => [
    ...criteria.map((criterion) =>
      scoreRow(
        name('criterion', criterion.key),
        judged.map((one) => scoreCriterion(criterion, one)),
      ),
    ),
    scoreRow(
      name('dimension', key),
      evaluation.candidates.map(({ dimensions }) => dimensions[key] ?? null),
    ),
  ]);
}

const resultRows = ({ evaluation: { candidates } }: ComparisonInput): readonly Row[] => [
  scoreRow(
    name('result', 'total'),
    candidates.map(({ total }) => total),
  ),
  plainRow(
    name('result', 'rank'),
    candidates.map(({ rank }) => rank),
  ),
  plainRow(
    name('result', 'quoteOnlyRank'),
    candidates.map(({ quoteOnlyRank }) => quoteOnlyRank),
  ),
  { ...name('result', 'flags'), kind: 'flags', cells: candidates.map(({ flags }) => cell(flags.join(' '))) },
];

const cell = (value: Cell['value'], part: Partial<Cell> = {}): Cell => ({
  value,
  rank: null,
  delta: null,
  missing: value === null,
  ...part,
});

type Name = Pick<Row, 'group' | 'key' | 'title'>;

/** Amounts: the lowest is best, the distance is what one is dearer. */
function amountRow(about: Name, amounts: readonly (string | null)[]): Row {
  const known = amounts.flatMap((amount) => (amount === null ? [] : [new Big(amount)]));
  const best = known.reduce((least, one) => (one.lt(least) ? one : least), known[0] ?? new Big(0));
  const cells = amounts.map((amount) => {
    if (amount === null) return cell(null);
    const own = new Big(amount);
    return cell(amount, { rank: 1 + known.filter((one) => one.lt(own)).length, delta: own.minus(best).toNumber() });
  });
  return { ...about, kind: 'amount', cells };
}

/** Scores: the highest is best, the distance is what one lacks. */
function scoreRow(about: Name, scores: readonly (number | null)[]): Row {
  const known = scores.filter((score) => score !== null);
  const best = Math.max(0, ...known);
  const cells = scores.map((score) => {
    if (score === null) return cell(null);
    return cell(score, { rank: 1 + known.filter((one) => one > score).length, delta: round4(best - score) });
  });
  return { ...about, kind: 'score', cells };
}

const plainRow = (about: Name, values: readonly (number | null)[]): Row => ({
  ...about,
  kind: 'number',
  cells: values.map((value) => cell(value)),
});
