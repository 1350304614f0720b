import { round4 } from '../decimal';
import { DomainError, fieldError } from '../errors';
import type { AhpAnswer, AhpInput } from './schema';

/** Random consistency index by matrix size (Saaty); one or two judgements cannot contradict each other. */
const RANDOM_INDEX: Readonly<Record<number, number>> = {
  3: 0.58,
  4: 0.9,
  5: 1.12,
  6: 1.24,
  7: 1.32,
  8: 1.41,
  9: 1.45,
  10: 1.49,
};
const CONSISTENT_BELOW = 0.1;
/** Judgements are often typed as 0.33 or 0.14, so a pair and its reciprocal may miss 1 by this much. */
const RECIPROCAL_TOLERANCE = 0.05;

type Matrix = AhpInput['matrix'];

/**
 * Weights from pairwise judgements (analytic hierarchy process): row means of the column-normalised matrix; λmax is the
 * mean of (A·w)ᵢ/wᵢ, CI = (λmax − n)/(n − 1), CR = CI/RI. Throws `INVALID_FIELDS` for a matrix that is not square or not
 * reciprocal and `INCONSISTENT_JUDGEMENTS` from CR 0.10 on.
 */
export function weighJudgements({ matrix }: AhpInput): AhpAnswer {
  checkMatrix(matrix);
  const size = matrix.length;
  const totals = matrix.map((_, column) => total(matrix.map((row) => row[column]!)));
  const weights = matrix.map((row) => total(row.map((value, column) => value / totals[column]!)) / size);
  const ratios = matrix.map(
    (row, index) => total(row.map((value, column) => value * weights[column]!)) / weights[index]!,
  );
  const lambdaMax = total(ratios) / size;
  const ci = Math.max(0, (lambdaMax - size) / (size - 1));
  const cr = size in RANDOM_INDEX ? ci / RANDOM_INDEX[size]! : 0;
  if (cr >= CONSISTENT_BELOW) {
    const message = `the judgements contradict each other: consistency ratio ${round4(cr)}, below 0.10 is acceptable`;
    throw new DomainError('INCONSISTENT_JUDGEMENTS', message, [{ path: 'matrix', message }]);
  }
  return { weights: weights.map(round4), lambdaMax: round4(lambdaMax), ci: round4(ci), cr: round4(cr) };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function checkMatrix(matrix: Matrix): void {
  matrix.forEach((row, index) => {
    if (row.length !== matrix.length)
      throw fieldError(`matrix.${index}`, `has ${row.length} judgements, a square matrix has ${matrix.length}`);
  });
  matrix.forEach((row, i) => row.forEach((value, j) => checkPair(matrix, { i, j, value })));
}

interface Cell {
  readonly i: number;
  readonly j: number;
  readonly value: number;
}

function checkPair(matrix: Matrix, { i, j, value }: Cell): void {
  const tolerance = i === j ? 0 : RECIPROCAL_TOLERANCE;
  if (Math.abs(value * matrix[j]![i]! - 1) <= tolerance) return;
  throw fieldError(
    `matrix.${i}.${j}`,
    i === j ? 'must be 1 on the diagonal' : `is not the reciprocal of row ${j}, column ${i}`,
  );
}
