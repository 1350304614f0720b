import { listRuns } from '../stores/dataset-runs';
import { listDatasets } from '../stores/datasets';
import type { Db } from '../knex';

/** What of an engagement has, or had, a process of its own. */
export interface ProcessFacts {
  readonly engagementId: string;
  readonly requests: readonly string[];
  readonly reviews: readonly string[];
  readonly datasets: readonly string[];
  readonly drills: readonly { readonly key: string; readonly id: string }[];
}

export async function processFactsOf(db: Db, engagementId: string): Promise<ProcessFacts> {
  const idsIn = (table: string): Promise<string[]> =>
    db<{ id: string; engagement_id: string }>(table).where({ engagement_id: engagementId }).orderBy('id').pluck('id');
  return {
    engagementId,
    requests: await idsIn('requests'),
    reviews: await idsIn('reviews'),
    datasets: (await listDatasets(db, engagementId)).map(({ key }) => key),
    drills: (await listRuns(db, engagementId)).filter(({ mode }) => mode === 'drill'),
  };
}
