import { compareCandidates } from '../../domain/vendor/comparison';
import { evaluate } from '../../domain/vendor/evaluation';
import type { Comparison, Sensitivity } from '../../domain/vendor/record-schema';
import { weightSensitivity } from '../../domain/vendor/sensitivity';
import type { Db } from '../knex';
import { standingBids } from '../stores/bids';
import { tenderOf } from '../stores/tenders';
import type { Timed } from './culture';
import { evaluationInput } from './evaluation';
import { vendorNames } from './vendors-named';

/** The columnar comparison as it stands; null before there is a model. */
export async function comparisonOf(db: Db, engagement: Timed, now: number): Promise<Comparison | null> {
  const input = await evaluationInput(db, engagement, now);
  if (!input) return null;
  const [tender, bids] = await Promise.all([tenderOf(db, engagement.id), standingBids(db, engagement.id)]);
  const rows = compareCandidates({ input, evaluation: evaluate(input), items: tender?.body.items ?? [], bids });
  const nameOf = await naming(db, input.candidates);
  const columns = input.candidates.map(({ id, vendorId }) => ({
    candidateId: id,
    vendorId,
    vendor: nameOf(vendorId),
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

/** Where the lead would change if dimensions weighed otherwise; only candidates with all scores can lead. */
export async function sensitivityOf(db: Db, engagement: Timed, now: number): Promise<Sensitivity | null> {
  const input = await evaluationInput(db, engagement, now);
  if (!input) return null;
  const { candidates } = evaluate(input);
  const whole = candidates.flatMap(({ id, vendorId, dimensions }) => {
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
