import { DomainError } from '../../domain/errors';
import { missingForAward } from '../../domain/vendor/award';
import { evaluationOf } from '../../db/read/evaluation';
import { findVendor } from '../../db/stores/vendors';
import { awardVendor } from './award-vendor';
import type { DossierOf } from './dossier';

/** G2: the whole ranking as it stands now, and the candidate that is proposed. */
export const awardDossier: DossierOf = async ({ db, engagement, order }) => {
  const { candidateId, justification } = order.body;
  if (!candidateId)
    throw new DomainError('GATE_INCOMPLETE', 'Name the candidate.', [{ path: 'candidateId', message: 'is needed' }]);
  const evaluation = await evaluationOf(db, engagement);
  if (!evaluation)
    throw new DomainError('GATE_INCOMPLETE', 'There is no evaluation model.', [
      { path: 'evaluation-model', message: 'is needed' },
    ]);
  const errors = missingForAward(evaluation, {
    candidateId,
    justification,
    criticality: engagement.criticality,
  });
  const chosen = evaluation.candidates.find(({ id }) => id === candidateId);
  const proposed = await awardVendor(db, { engagement, vendorId: chosen?.vendorId ?? null, now: order.now });
  const missing = [...errors, ...proposed.issues];
  if (missing.length > 0) throw new DomainError('GATE_INCOMPLETE', 'The award is not ready.', missing);
  const vendor = chosen && (await findVendor(db, chosen.vendorId));
  return {
    title: `${engagement.number} ${engagement.title}: award to ${vendor?.name ?? 'vendor'}`,
    data: {
      candidateId,
      vendorId: chosen?.vendorId ?? null,
      vendor: vendor?.name ?? null,
      amount: Number(chosen?.tco?.amount ?? 0),
      rank: chosen?.rank ?? null,
      quoteOnlyRank: chosen?.quoteOnlyRank ?? null,
      total: chosen?.total ?? null,
      evaluators: chosen?.evaluators ?? 0,
      justification: justification ?? null,
      flags: [...(chosen?.flags ?? []), ...proposed.flags],
      ...proposed.data,
      ranking: evaluation.candidates.map(({ id, total, rank, tco }) => ({ id, total, rank, tco: tco?.amount ?? null })),
    },
  };
};
