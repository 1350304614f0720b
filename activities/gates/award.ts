import { DomainError, type Issue, type Refusal } from '../../domain/errors';
import type { MoneyText } from '../../domain/money';
import { missingForAward } from '../../domain/vendor/award';
import { sealObjection } from '../../domain/tender/objections';
import { awardFingerprint } from '../../db/read/award-snapshot';
import { evaluationOf } from '../../db/read/evaluation';
import { vendorNames } from '../../db/read/vendors-named';
import { tenderOf } from '../../db/stores/tenders';
import { findVendor } from '../../db/stores/vendors';
import { awardVendor } from './award-vendor';
import type { Db } from '../../db/knex';
import type { Evaluation } from '../../domain/vendor/record-schema';
import type { DossierOf } from './dossier';

/**
 * G2: the whole ranking as it stands now, and the candidate that is proposed. `rankingHash` is the fingerprint of what the
 * ranking was made of.
 */
export const awardDossier: DossierOf = async ({ db, engagement, order }) => {
  const { candidateId, justification } = order.body;
  if (!candidateId)
    throw new DomainError('GATE_INCOMPLETE', 'Name the candidate.', [{ path: 'candidateId', message: 'is needed' }]);
  const sealed = sealObjection(await tenderOf(db, engagement.id));
  if (sealed) throw DomainError.from(sealed);
  const evaluation = await evaluationOf(db, engagement, order.now);
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
  refuseAward(proposed.barred, missing);
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
      ranking: await rankingOf(db, evaluation),
      rankingHash: await awardFingerprint(db, engagement.id),
    },
  };
};

/** A vendor that takes no part is the gravest reason; everything that is missing is named beside it. */
function refuseAward(barred: Refusal | null, missing: readonly Issue[]): void {
  if (barred) throw new DomainError(barred.code, barred.message, missing);
  if (missing.length > 0) throw new DomainError('GATE_INCOMPLETE', 'The award is not ready.', missing);
}

interface RankedVendor extends Pick<
  Evaluation['candidates'][number],
  'id' | 'total' | 'rank' | 'quoteOnlyRank' | 'flags'
> {
  readonly vendor: string | null;
  readonly tco: MoneyText | null;
}

/** The ranking as approvers read it, best first. */
async function rankingOf(db: Db, { candidates }: Evaluation): Promise<readonly RankedVendor[]> {
  const names = await vendorNames(
    db,
    candidates.map(({ vendorId }) => vendorId),
  );
  const lines = candidates.map(({ id, vendorId, total, rank, quoteOnlyRank, tco, flags }): RankedVendor => {
    const vendor = names.get(vendorId) ?? null;
    return { id, vendor, total, rank, quoteOnlyRank, tco, flags };
  });
  return lines.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
}
