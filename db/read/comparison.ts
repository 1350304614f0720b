import { compareCandidates } from '../../domain/vendor/comparison';
import { evaluate, type EvaluationInput } from '../../domain/vendor/evaluation';
import type { Comparison, Evaluation, Sensitivity } from '../../domain/vendor/record-schema';
import { weightSensitivity } from '../../domain/vendor/sensitivity';
import type { Db } from '../knex';
import { together } from '../together';
import { standingBids } from '../stores/bids';
import { tenderOf } from '../stores/tenders';
import type { Timed } from './culture';
import { evaluationInput } from './evaluation';
import { vendorNames } from './vendors-named';

interface Evaluated {
  readonly input: EvaluationInput;
  readonly evaluation: Evaluation;
}

async function evaluatedOf(db: Db, engagement: Timed, now: number): Promise<Evaluated | null> {
  const input = await evaluationInput(db, engagement, now);
  return input && { input, evaluation: evaluate(input) };
}

export interface Results {
  readonly evaluation: Evaluation;
  readonly comparison: Comparison;
  readonly sensitivity: Sensitivity;
}

/** All results as they stand, made from one reading of the records; null before there is a model. */
export async function resultsOf(db: Db, engagement: Timed, now: number): Promise<Results | null> {
  const evaluated = await evaluatedOf(db, engagement, now);
  if (!evaluated) return null;
  const comparison = await compare(db, engagement, evaluated);
  return { evaluation: evaluated.evaluation, comparison, sensitivity: await vary(db, evaluated) };
}

/** The columnar comparison as it stands; null before there is a model. */
export async function comparisonOf(db: Db, engagement: Timed, now: number): Promise<Comparison | null> {
  const evaluated = await evaluatedOf(db, engagement, now);
  return evaluated && compare(db, engagement, evaluated);
}

/** Where the lead would change if dimensions weighed otherwise; only candidates with all scores can lead. */
export async function sensitivityOf(db: Db, engagement: Timed, now: number): Promise<Sensitivity | null> {
  const evaluated = await evaluatedOf(db, engagement, now);
  return evaluated && vary(db, evaluated);
}

async function compare(db: Db, engagement: Timed, { input, evaluation }: Evaluated): Promise<Comparison> {
  const [tender, bids] = await together(db, [() => tenderOf(db, engagement.id), () => standingBids(db, engagement.id)]);
  const rows = compareCandidates({ input, evaluation, items: tender?.body.items ?? [], bids });
  const nameOf = await naming(db, input.candidates);
  const columns = input.candidates.map(({ id, vendorId, quote }) => ({
    candidateId: id,
    vendorId,
    vendor: nameOf(vendorId),
    rates: quote?.offered?.rates ?? [],
  }));
  return { currency: engagement.currency, columns, rows: [...rows] };
}

async function naming(db: Db, of: readonly { readonly vendorId: string }[]): Promise<(vendorId: string) => string> {
  const names = await vendorNames(
    db,
    of.map(({ vendorId }) => vendorId),
  );
  return (vendorId) => names.get(vendorId) ?? vendorId;
}

async function vary(db: Db, { input, evaluation }: Evaluated): Promise<Sensitivity> {
  const whole = evaluation.candidates.flatMap(({ id, vendorId, dimensions }) => {
    const scores = Object.entries(dimensions).flatMap(([key, score]) =>
      score === null ? [] : [[key, score] as const],
    );
    return scores.length === Object.keys(dimensions).length
      ? [{ id, vendorId, scores: Object.fromEntries(scores) }]
      : [];
  });
  const nameOf = await naming(db, whole);
  const dimensions = weightSensitivity(input.model.dimensions, whole);
  return {
    method: input.model.method,
    basis: 'weighted-sum',
    candidates: whole.map(({ id, vendorId }) => ({ candidateId: id, vendor: nameOf(vendorId) })),
    dimensions: dimensions.map((one) => ({
      ...one,
      switches: [...one.switches],
      segments: one.segments.map((segment) => ({ ...segment, leaders: [...segment.leaders] })),
    })),
  };
}
