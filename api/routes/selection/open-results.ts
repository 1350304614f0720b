import type { EngagementRow } from '../../../db/stores/engagements';
import type { Trx } from '../../../db/transaction';
import { editableIn } from '../../engagement-scope';
import type { Call } from '../../route';
import { candidateOf, checkResultsOpen, notWhileDecided } from '../../selection-rules';
import type { CandidateParams } from './params';

export type CandidateCall = Call<CandidateParams, unknown, unknown>;

/** What is decided about results is decided by who may see them, while they can still change. */
export async function checkOpen(trx: Trx, engagement: EngagementRow, { params, actor }: CandidateCall): Promise<void> {
  editableIn(engagement, ['VENDOR_SELECTION']);
  await notWhileDecided(trx, engagement);
  await candidateOf(trx, params);
  await checkResultsOpen(trx, engagement, actor);
}
