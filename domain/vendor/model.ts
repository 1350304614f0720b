import { fieldError } from '../errors';
import { weighJudgements } from './ahp';
import type { EvaluationModel, ModelBody } from './model-schema';
import { shareOut } from './shares';

type Dimension = EvaluationModel['dimensions'][number];
type Criterion = Dimension['criteria'][number];

const scale = (key: string, weightBp: number): Criterion => ({
  key,
  weightBp,
  type: 'scale',
  min: 0,
  max: 5,
  direction: 'maximise',
});
const measured = (source: NonNullable<Criterion['source']>, weightBp: number): Criterion => ({
  ...scale(source, weightBp),
  max: 100,
  type: 'numeric',
  source,
});

/** The four dimensions with the shares of the design: 25, 30, 30 and 15 %. */
export const DEFAULT_DIMENSIONS: readonly Dimension[] = [
  {
    key: 'qualification',
    weightBp: 2500,
    criteria: [scale('licences', 4000), scale('financials', 3000), scale('reputation', 3000)],
  },
  {
    key: 'capability',
    weightBp: 3000,
    criteria: [scale('experience', 3000), scale('team', 3000), scale('quality', 2000), scale('security', 2000)],
  },
  { key: 'price', weightBp: 3000, criteria: [] },
  {
    key: 'culture',
    weightBp: 1500,
    criteria: [
      scale('communication', 4000),
      measured('response-time', 3000),
      measured('overlap', 1500),
      measured('references', 1500),
    ],
  },
];

/**
 * The model that is meant by what was set: the usual dimensions where none are named, and under `ahp` the weights that
 * follow from the judgements. Throws `INCONSISTENT_JUDGEMENTS` or `INVALID_FIELDS` like `weighJudgements`.
 */
export function modelFrom({ reason: _reason, dimensions, ...body }: ModelBody): EvaluationModel {
  const named =
    dimensions ?? DEFAULT_DIMENSIONS.map((dimension) => ({ ...dimension, criteria: [...dimension.criteria] }));
  if (!body.judgements) return { ...body, dimensions: named };
  const { weights } = weighJudgements({ matrix: sized(body.judgements, named.length) });
  const shares = shareOut(weights);
  return { ...body, dimensions: named.map((dimension, index) => ({ ...dimension, weightBp: shares[index] ?? 0 })) };
}

/** A row is missing where the matrix is smaller than the list of dimensions; `weighJudgements` checks the rest. */
function sized(matrix: number[][], size: number): number[][] {
  if (matrix.length !== size) throw fieldError('judgements', `has ${matrix.length} rows for ${size} dimensions`);
  return matrix;
}
