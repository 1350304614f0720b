import Big from 'big.js';
import { largestRemainder } from '../largest-remainder';
import { scoreCriterion, scoreDimension, type Judged } from './criterion-scores';
import { rankCorrelation, type RankCorrelation } from './rank-correlation';
import type { EvaluationModel } from './record-schema';
import type { PredictedPart, SelectionQuality } from './selection-quality-schema';

/** An award that can be looked back on: what spoke for the vendor then, and how it did afterwards. */
export interface LookedBack {
  readonly engagementId: string;
  readonly model: EvaluationModel;
  readonly judged: Judged;
  /** Mean score of the periods after the service began, 0 to 100. */
  readonly outcome: number;
}

/** Chances up to this one count as evidence. */
const EVIDENCE_P = 0.1;
type Dimension = EvaluationModel['dimensions'][number];
type Findings = Pick<SelectionQuality, 'status' | 'engagements' | 'dimensions' | 'criteria' | 'evaluators'>;

/**
 * What the scores of a selection said about the service that followed: rank correlation of each dimension, criterion and
 * evaluator with the outcome, over awards of one category, newest first. Weights are those of the newest model; what
 * predicted gains up to half its weight, what misled loses up to half, and the rest stays as it is before all are brought
 * back to 10 000.
 */
export function selectionQuality(awards: readonly LookedBack[], minimum: number): Findings {
  const newest = awards[0]?.model.dimensions ?? [];
  const dimensions = weighed(
    newest.map((dimension) => ({
      key: dimension.key,
      weightBp: dimension.weightBp,
      found: ofDimension(awards, dimension),
    })),
    minimum,
  );
  const criteria = newest.flatMap(({ key: dimension, criteria: own }) =>
    weighed(
      own.map(({ key, weightBp }) => ({ key, weightBp, found: ofCriterion(awards, key) })),
      minimum,
    ).map((part) => ({ dimension, ...part })),
  );
  return {
    status: awards.length >= minimum ? 'given' : 'not-enough',
    engagements: awards.length,
    dimensions,
    criteria,
    evaluators: evaluatorsIn(awards).map((userId) => known({ userId, ...ofEvaluator(awards, userId) }, minimum)),
  };
}

const correlate = (awards: readonly LookedBack[], scoreOf: (award: LookedBack) => number | null): RankCorrelation =>
  rankCorrelation(
    awards.flatMap((award) => {
      const score = scoreOf(award);
      return score === null ? [] : [[score, award.outcome] as const];
    }),
  );

const ofDimension = (awards: readonly LookedBack[], { key }: Dimension): RankCorrelation =>
  correlate(awards, ({ model, judged }) => {
    const same = model.dimensions.find((dimension) => dimension.key === key);
    return same ? scoreDimension(same, judged) : null;
  });

const ofCriterion = (awards: readonly LookedBack[], key: string): RankCorrelation =>
  correlate(awards, ({ model, judged }) => {
    const same = model.dimensions.flatMap(({ criteria }) => criteria).find((criterion) => criterion.key === key);
    return same ? scoreCriterion(same, judged) : null;
  });

const evaluatorsIn = (awards: readonly LookedBack[]): readonly string[] =>
  [...new Set(awards.flatMap(({ judged }) => judged.sheets.map(({ evaluatorId }) => evaluatorId)))].sort();

/** One person's own judgement: the weighted mean of the dimensions that people score. */
const ofEvaluator = (awards: readonly LookedBack[], userId: string): RankCorrelation =>
  correlate(awards, ({ model, judged }) => {
    const own: Judged = {
      sheets: judged.sheets.filter(({ evaluatorId }) => evaluatorId === userId),
      evidence: null,
      price: null,
    };
    const scored = model.dimensions.flatMap((dimension) => {
      const score = scoreDimension(dimension, own);
      return score === null ? [] : [{ score, weight: dimension.weightBp }];
    });
    const weight = scored.reduce((total, one) => total + one.weight, 0);
    return weight === 0 ? null : scored.reduce((total, one) => total + one.score * one.weight, 0) / weight;
  });

interface Part {
  readonly key: string;
  readonly weightBp: number;
  readonly found: RankCorrelation;
}

function weighed(parts: readonly Part[], minimum: number): readonly PredictedPart[] {
  const judged = parts.map(({ found, ...part }) => {
    const shown = known(found, minimum);
    return { ...part, ...shown, reason: reasonOf(shown, minimum) };
  });
  const claims = judged.map(({ key, weightBp, rho, reason }) => ({
    key,
    claim: new Big(weightBp).times(reason === 'predicted' || reason === 'misled' ? 1 + (rho ?? 0) / 2 : 1),
  }));
  const shares = largestRemainder(new Big(10_000), claims);
  return judged.map((part, index) => ({ ...part, proposedBp: shares[index]?.toNumber() ?? part.weightBp }));
}

/** Few awards say nothing: what they seem to say is not shown. */
const known = <T extends RankCorrelation>(found: T, minimum: number): T =>
  found.n >= minimum ? found : { ...found, rho: null, p: null, method: null };

function reasonOf({ n, rho, p }: RankCorrelation, minimum: number): PredictedPart['reason'] {
  if (n < minimum) return 'not-enough';
  if (rho === null || p === null || p > EVIDENCE_P) return 'no-evidence';
  return rho > 0 ? 'predicted' : 'misled';
}
