import { listRuns } from '../db/stores/dataset-runs';
import { listDatasets } from '../db/stores/datasets';
import type { Db } from '../db/knex';
import {
  deletionWorkflowId,
  drillWorkflowId,
  engagementWorkflowId,
  migrationWorkflowId,
  monitoringWorkflowId,
  requestWorkflowId,
  reviewWorkflowId,
} from '../workflows/ids';

/** Ids of all workflows that were about the engagement. */
export async function processesOf(db: Db, id: string): Promise<readonly string[]> {
  const idsIn = (table: string): Promise<string[]> =>
    db<{ id: string; engagement_id: string }>(table).where({ engagement_id: id }).orderBy('id').pluck('id');
  const requests = await idsIn('requests');
  const reviews = await idsIn('reviews');
  const datasets = await listDatasets(db, id);
  const drills = (await listRuns(db, id)).filter(({ mode }) => mode === 'drill');
  return [
    engagementWorkflowId(id),
    monitoringWorkflowId(id),
    ...requests.map(requestWorkflowId),
    ...reviews.map(reviewWorkflowId),
    ...datasets.flatMap(({ key }) => [migrationWorkflowId(id, key), deletionWorkflowId(id, key)]),
    ...drills.map((run) => drillWorkflowId(id, run.key, run.id)),
  ];
}
