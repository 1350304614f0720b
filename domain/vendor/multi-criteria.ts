import Big from 'big.js';
import { round4, sum, takeBp } from '../decimal';
import { rankAll } from './ranking';
import type { Criterion, MultiCriteriaAnswer, MultiCriteriaInput } from './schema';

type Column = readonly number[];

/**
 * Scores options (0–1) over weighted criteria. `weighted-sum` works on min–max normalised values; `topsis` on closeness to
 * the ideal option (Hwang and Yoon, 1981). Its `converted` variant (the default) first turns a minimised value into
 * (column maximum − value); `standard` keeps the values and swaps ideal and anti-ideal.
 */
export function weighOptions({
  method,
  variant = 'converted',
  criteria,
  options,
}: MultiCriteriaInput): MultiCriteriaAnswer {
  const columns = criteria.map(({ key }) => options.map(({ values }) => values[key] ?? 0));
  const scores = (
    method === 'weighted-sum' ? weightedSums(criteria, columns) : closeness(criteria, { columns, variant })
  ).map(round4);
  const ranks = rankAll(scores);
  return { options: options.map(({ key }, row) => ({ key, score: scores[row]!, rank: ranks[row]! })) };
}

function weightedSums(criteria: readonly Criterion[], columns: readonly Column[]): readonly Big[] {
  const normalised = columns.map((column, index) => minMax(column, criteria[index]!.direction));
  return rowsOf(columns).map((row) =>
    sum(criteria.map(({ weightBp }, index) => takeBp(normalised[index]![row]!, weightBp))),
  );
}

/** 0 for the worst value of a column, 1 for the best; a column without differences puts every option at its best. */
function minMax(column: Column, direction: Criterion['direction']): readonly Big[] {
  const [least, most] = [new Big(Math.min(...column)), new Big(Math.max(...column))];
  const range = most.minus(least);
  if (range.eq(0)) return column.map(() => new Big(1));
  return column.map((value) => (direction === 'maximise' ? new Big(value).minus(least) : most.minus(value)).div(range));
}

interface Topsis {
  readonly columns: readonly Column[];
  readonly variant: 'converted' | 'standard';
}

function closeness(criteria: readonly Criterion[], { columns, variant }: Topsis): readonly number[] {
  const weighed = criteria.map(({ weightBp, direction }, index) => {
    const flip = direction === 'minimise' && variant === 'converted';
    const values = unitVector(flip ? distanceToMost(columns[index]!) : columns[index]!).map(
      (value) => (value * weightBp) / 10_000,
    );
    const isBetterLow = direction === 'minimise' && variant === 'standard';
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return { values, ideal: isBetterLow ? least : most, anti: isBetterLow ? most : least };
  });
  return rowsOf(columns).map((row) => {
    const toIdeal = Math.hypot(...weighed.map(({ values, ideal }) => values[row]! - ideal));
    const toAnti = Math.hypot(...weighed.map(({ values, anti }) => values[row]! - anti));
    return toIdeal + toAnti > 0 ? toAnti / (toIdeal + toAnti) : 1;
  });
}

function distanceToMost(column: Column): Column {
  const most = Math.max(...column);
  return column.map((value) => most - value);
}

function unitVector(column: Column): Column {
  const length = Math.hypot(...column);
  return column.map((value) => (length > 0 ? value / length : 0));
}

const rowsOf = (columns: readonly Column[]): readonly number[] => (columns[0] ?? []).map((_, row) => row);
