import { DELETION_CONDITIONS, deletionObjection } from '../../domain/exit/deletion';
import { estimateMigration } from '../../domain/exit/migration-estimate';
import { freshness, scoreReadiness } from '../../domain/exit/readiness';
import type { ExitReadinessInput } from '../../domain/exit/readiness-schema';
import { planShare } from '../../domain/exit/plan';
import { maskDefinition } from '../../domain/exit/views';
import type { Db } from '../knex';
import { together } from '../together';
import { type Sent, sumChunks } from '../stores/dataset-chunks';
import { listRuns, type Run } from '../stores/dataset-runs';
import { type Dataset, listDatasets } from '../stores/datasets';
import { activeHolds, waitingDays } from '../stores/exit-holds';
import { exitPlanOf, type StoredExitPlan } from '../stores/exit-plans';
import { exitTasksOf } from '../stores/exit-tasks';
import { deletionFacts } from './deletion-facts';
import { exitStatus } from './exit';
import { retainUntil } from './retention';
import { settlementView } from './settlement-account';

interface Known {
  readonly runs: readonly Run[];
  readonly sent: ReadonlyMap<string, Sent>;
}

/** Everything about the exit of an engagement, as its page and its API show it. */
export async function exitView(db: Db, engagementId: string, now: number) {
  const datasets = await listDatasets(db, engagementId);
  const runs = await listRuns(db, engagementId);
  const known: Known = {
    runs,
    sent: await sumChunks(
      db,
      runs.map(({ id }) => id),
    ),
  };
  const settlement = await settlementView(db, engagementId);
  const { mayClose, missing } = await exitStatus(db, engagementId);
  return {
    playbook: await exitTasksOf(db, engagementId),
    datasets: await together(
      db,
      datasets.map((dataset) => async () => ({
        ...datasetView(dataset, known),
        deletion: await deletionView(db, dataset, now),
      })),
    ),
    settlement,
    readiness: readiness({
      datasets,
      runs,
      plan: await exitPlanOf(db, engagementId),
      hasSettlement: settlement !== null,
      now,
    }),
    waitingDays: await waitingDays(db, engagementId),
    holds: await activeHolds(db, engagementId),
    retainUntil: await retainUntil(db, engagementId),
    mayClose,
    missing,
  };
}

export function datasetView(dataset: Dataset, { runs, sent }: Known) {
  const own = runs.filter(({ key }) => key === dataset.key);
  const run = own.find(({ id }) => id === dataset.runId) ?? null;
  return {
    ...maskDefinition(dataset),
    state: dataset.state,
    progress: progressOf(run, run ? sent.get(run.id) : undefined),
    manifest: run?.manifest
      ? { ...run.manifest.content, publicKey: run.manifest.publicKey, signature: run.manifest.signature }
      : null,
    verification: run?.verification ?? null,
    failure: run?.failure ?? null,
    acknowledgedAt: dataset.acknowledgedAt === null ? null : new Date(dataset.acknowledgedAt).toISOString(),
    deletionRequestId: dataset.deletionRequestId,
    certificate: dataset.certificate ?? null,
    drills: own.filter(({ mode }) => mode === 'drill').map((drill) => drillView(drill)),
  };
}

function progressOf(run: Run | null, sent: Sent | undefined) {
  const bytes = sent?.bytes ?? 0;
  const total = run === null || run.state === 'verified' ? bytes : Math.max(run.totals.bytes, bytes);
  return { bytes, totalBytes: total, rows: sent?.rows ?? 0, files: sent?.units ?? 0 };
}

const NOTICE_DAYS = 30;

function drillView({ id, state, sampleBp, verification, throughput, startedAt, failure }: Run) {
  const measured = throughput && throughput.bytes > 0 ? throughput : null;
  const estimate = measured
    ? estimateMigration({
        sampleBytes: measured.bytes,
        sampleHours: Math.max(measured.hours, 1e-6),
        totalBytes: measured.totalBytes,
        noticeDays: NOTICE_DAYS,
      })
    : null;
  return {
    id,
    state,
    sampleBp,
    startedAt: new Date(startedAt).toISOString(),
    passed: verification?.passed ?? null,
    failure,
    estimate,
  };
}

async function deletionView(db: Db, dataset: Dataset, now: number) {
  const objection = deletionObjection(await deletionFacts(db, dataset, now));
  const unmet = objection?.errors ?? [];
  return {
    conditions: DELETION_CONDITIONS.map((name) => ({ name, met: !unmet.some(({ path }) => path === name) })),
    missing: unmet,
  };
}

interface Evidence {
  readonly datasets: readonly Dataset[];
  readonly runs: readonly Run[];
  readonly plan: StoredExitPlan | null;
  readonly hasSettlement: boolean;
  readonly now: number;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What is on record counts; parts without a record count nothing. */
function readiness({ datasets, runs, plan, hasSettlement, now }: Evidence) {
  const proven = datasets.map(({ key }) => {
    const last = runs.findLast((run) => run.key === key && run.state === 'verified');
    return freshness(last ? day(last.startedAt) : null, day(now));
  });
  const parts: ExitReadinessInput = {
    plan: plan ? planShare(plan.plan) : datasets.length > 0 ? 1 : 0,
    alternatives: plan && plan.plan.alternatives.length > 0 ? 1 : 0,
    dataExportProven: proven.length === 0 ? 0 : proven.reduce((sum, share) => sum + share, 0) / proven.length,
    accessInventory: 0,
    // Planned is half of done.
    knowledgeTransfer: plan?.plan.ktPlan ? 0.5 : 0,
    financeKnown: hasSettlement || plan?.plan.estCost ? 1 : 0,
  };
  return { ...scoreReadiness(parts), parts };
}
