import { DELETION_CONDITIONS, deletionObjection } from '../../domain/exit/deletion';
import { readinessOn } from '../../domain/exit/preparation';
import { localDate } from '../../domain/calendar/zone';
import { blockersOf } from '../../domain/exit/tasks';
import { maskDefinition } from '../../domain/exit/views';
import type { Db } from '../knex';
import { together } from '../together';
import { archiveView, findArchive } from '../stores/archives';
import { type Sent, sumChunks } from '../stores/dataset-entries';
import { listRuns, type Run } from '../stores/dataset-runs';
import { type Dataset, listDatasets } from '../stores/datasets';
import { activeHolds, waitingDays } from '../stores/exit-holds';
import type { EngagementRow } from '../stores/engagements';
import { exitTasksOf } from '../stores/exit-tasks';
import { deletionFacts } from './deletion-facts';
import { drillsOf, noticeDaysOf } from './drills';
import { runProgress } from './migration-progress';
import { exitStatus } from './exit';
import { retainUntil } from './retention';
import { settlementView } from './settlement-account';
import { exitMatters } from './exit-matters';
import { preparationOf } from './preparation';

interface Known {
  readonly runs: readonly Run[];
  readonly sent: ReadonlyMap<string, Sent>;
  readonly noticeDays: number;
}

/** Everything about the exit of an engagement, as its page and its API show it. */
export async function exitView(db: Db, engagement: EngagementRow, now: number) {
  const { id: engagementId, time_zone: zone } = engagement;
  const datasets = await listDatasets(db, engagementId);
  const runs = await listRuns(db, engagementId);
  const known: Known = {
    runs,
    sent: await sumChunks(
      db,
      runs.map(({ id }) => id),
    ),
    noticeDays: await noticeDaysOf(db, engagement, now),
  };
  const settlement = await settlementView(db, engagementId);
  const tasks = await exitTasksOf(db, engagementId);
  const matters = await exitMatters(db, engagementId);
  const { mayClose, missing } = await exitStatus(db, engagementId);
  return {
    playbook: tasks.map((task) => ({ ...task, blockedBy: blockersOf(task, { tasks, matters }) })),
    datasets: await together(
      db,
      datasets.map((dataset) => async () => ({
        ...datasetView(dataset, known),
        deletion: await deletionView(db, dataset, now),
      })),
    ),
    settlement,
    readiness: readinessOn(await preparationOf(db, engagement), localDate(zone, now)),
    waitingDays: await waitingDays(db, engagementId),
    holds: await activeHolds(db, engagementId),
    retainUntil: await retainUntil(db, engagement),
    archive: await archiveOf(db, engagementId),
    mayClose,
    missing,
  };
}

async function archiveOf(db: Db, engagementId: string) {
  const archive = await findArchive(db, engagementId);
  return archive && archiveView(archive);
}

export function datasetView(dataset: Dataset, { runs, sent, noticeDays }: Known) {
  const own = runs.filter(({ key }) => key === dataset.key);
  const run = own.find(({ id }) => id === dataset.runId) ?? null;
  return {
    ...maskDefinition(dataset),
    state: dataset.state,
    progress: progressView(run, run ? sent.get(run.id) : undefined),
    transfer: run && { attempts: run.transfers, sentAgain: run.sentAgain },
    manifest: run?.manifest
      ? { ...run.manifest.content, publicKey: run.manifest.publicKey, signature: run.manifest.signature }
      : null,
    verification: run?.verification ?? null,
    failure: run?.failure ?? null,
    acknowledgedAt: dataset.acknowledgedAt === null ? null : new Date(dataset.acknowledgedAt).toISOString(),
    deletionRequestId: dataset.deletionRequestId,
    certificate: dataset.certificate ?? null,
    drills: drillsOf(own, noticeDays),
  };
}

const progressView = (run: Run | null, sent: Sent | undefined) => ({
  ...runProgress(run, sent),
  rows: sent?.rows ?? 0,
  files: sent?.units ?? 0,
});

async function deletionView(db: Db, dataset: Dataset, now: number) {
  const objection = deletionObjection(await deletionFacts(db, dataset, now));
  const unmet = objection?.errors ?? [];
  return {
    conditions: DELETION_CONDITIONS.map((name) => ({ name, met: !unmet.some(({ path }) => path === name) })),
    missing: unmet,
  };
}
