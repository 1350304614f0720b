import { evaluationOf } from '../../db/read/evaluation';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { candidatesOf, findVendor } from '../../db/stores/vendors';
import type { CandidateView } from '../../templates/engagement-page-data';

interface Selection {
  readonly vendorName: string | null;
  readonly candidates: readonly CandidateView[];
}

/** The candidates of an engagement side by side, with what the evaluation says of them so far. */
export async function selectionView(db: Db, row: EngagementRow): Promise<Selection> {
  const [candidates, evaluation] = await Promise.all([
    candidatesOf(db, row.id),
    evaluationOf(db, { id: row.id, currency: row.currency }),
  ]);
  const vendors = await Promise.all(candidates.map(({ vendorId }) => findVendor(db, vendorId)));
  const nameOf = (vendorId: string | null): string | null =>
    vendors.find((vendor) => vendor?.id === vendorId)?.name ?? null;
  return {
    vendorName: nameOf(row.vendor_id),
    candidates: candidates.map(({ id, vendorId, quote }) => {
      const rated = evaluation?.candidates.find((one) => one.id === id);
      return {
        vendor: nameOf(vendorId) ?? vendorId,
        chosen: id === row.candidate_id,
        quoted: quote !== null,
        tco: rated?.tco ?? null,
        total: rated?.total ?? null,
        rank: rated?.rank ?? null,
        quoteOnlyRank: rated?.quoteOnlyRank ?? null,
        flags: rated?.flags ?? [],
      };
    }),
  };
}
