import type { DeletionFacts } from '../../domain/exit/deletion';
import type { Db } from '../knex';
import { existingRun } from '../stores/dataset-runs';
import { type DatasetId, existingDataset } from '../stores/datasets';
import { activeHolds, waitingDays } from '../stores/exit-holds';
import { findSettlement } from '../stores/settlements';
import { approversOf } from './requests';

/** Everything that the deletion gate looks at, as it stands now. */
export async function deletionFacts(db: Db, id: DatasetId, now: number): Promise<DeletionFacts> {
  const dataset = await existingDataset(db, id);
  const run = dataset.runId ? await existingRun(db, dataset.runId) : null;
  const settlement = await findSettlement(db, id.engagementId);
  const holds = await activeHolds(db, id.engagementId, id.key);
  return {
    state: dataset.state,
    copyVerified: run?.state === 'verified' && run.verification?.passed === true,
    settlementApproved: settlement?.status === 'approved',
    approverIds: dataset.deletionRequestId ? await approversOf(db, dataset.deletionRequestId) : [],
    runnerIds: [run?.runnerId, dataset.deletionRequestedBy].filter((person) => typeof person === 'string'),
    acknowledgedAt: dataset.acknowledgedAt,
    waitingDays: await waitingDays(db, id.engagementId),
    holds: holds.map(({ reason }) => reason),
    now,
  };
}
