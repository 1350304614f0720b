import type { Person } from '../../domain/people/people';
import { isSealed } from '../../domain/tender/tender';
import { candidatesWithBid, withheldFrom } from '../selection-rules';
import { evaluationOf } from '../../db/read/evaluation';
import { vendorNames } from '../../db/read/vendors-named';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { tenderOf } from '../../db/stores/tenders';
import { candidatesOf } from '../../db/stores/vendors';
import type { CandidateView } from '../../templates/engagement-page-data';
import { candidateForms } from './selection-forms';

interface Selection {
  readonly vendorName: string | null;
  readonly candidates: readonly CandidateView[];
  /** Why figures are not shown yet: an error code. */
  readonly withheld: string | null;
}

export interface Beholder {
  readonly person: Person;
  readonly now: number;
}

/** The candidates of an engagement side by side, with what the evaluation says of them so far. */
export async function selectionView(db: Db, row: EngagementRow, { person, now }: Beholder): Promise<Selection> {
  const withheld = await withheldFrom(db, row, person);
  const [candidates, evaluation, tender, bidders] = await Promise.all([
    candidatesOf(db, row.id),
    withheld === null ? evaluationOf(db, row, now) : null,
    tenderOf(db, row.id),
    candidatesWithBid(db, row.id),
  ]);
  const names = await vendorNames(
    db,
    candidates.map(({ vendorId }) => vendorId),
  );
  const nameOf = (vendorId: string | null): string | null => names.get(vendorId ?? '') ?? null;
  return {
    vendorName: nameOf(row.vendor_id),
    withheld,
    candidates: candidates.map(({ id, vendorId, quote }) => {
      const rated = evaluation?.candidates.find((one) => one.id === id);
      return {
        vendor: nameOf(vendorId) ?? vendorId,
        chosen: id === row.candidate_id,
        quoted: withheld === null && quote !== null,
        tco: rated?.tco ?? null,
        total: rated?.total ?? null,
        rank: rated?.rank ?? null,
        quoteOnlyRank: rated?.quoteOnlyRank ?? null,
        flags: rated?.flags ?? [],
        forms: candidateForms({ row, person }, { id, quotable: !isSealed(tender) && !bidders.has(id) }),
      };
    }),
  };
}
