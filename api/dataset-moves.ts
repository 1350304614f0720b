import { DomainError } from '../domain/errors';
import type { AcknowledgeBody, MigrateBody } from '../domain/exit/schema';
import { datasetObjection, type DatasetState } from '../domain/exit/states';
import { existingRun } from '../db/stores/dataset-runs';
import { existingDataset, moveDataset } from '../db/stores/datasets';
import { drillWorkflowId, migrationWorkflowId } from '../workflows/ids';
import { scopedEngagement } from './engagement-scope';
import { MIGRATION_QUEUE, tellExit } from './exit-steps';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway'>;
interface DatasetParams {
  readonly id: string;
  readonly key: string;
}
type MigrateCall = Call<DatasetParams, unknown, MigrateBody>;

const WHOLE = 10_000;
const DEFAULT_SAMPLE = 500;

export interface StartedMigration {
  readonly workflowId: string;
  readonly runId: string;
  readonly mode: MigrateBody['mode'];
  readonly sampleBp: number;
}

/** Moves a dataset for good, or tries it with a sample. */
export async function startMigration({ db, gateway }: Deps, call: MigrateCall): Promise<StartedMigration> {
  const { params, body, actor, newId } = call;
  await scopedEngagement(db, params.id, { actor, act: 'edit' });
  const id = { engagementId: params.id, key: params.key };
  const dataset = await existingDataset(db, id);
  const real = body.mode === 'real';
  // The answer to the call that started this very run was lost: its repetition gets the same one.
  if (dataset.runId === newId) return migrationOf(call, newId);
  const refusal = real ? datasetObjection(dataset.state, 'migration-started') : null;
  if (refusal) throw DomainError.from(refusal);
  const { workflowId, sampleBp } = migrationOf(call, newId);
  const { mode, maxBytesPerSecond } = body;
  const limit = maxBytesPerSecond === undefined ? {} : { maxBytesPerSecond };
  const input = { runId: newId, ...id, mode, sampleBp, ...limit, runnerId: actor.id };
  const start = {
    workflow: 'migrationWorkflow',
    id: workflowId,
    args: [input],
    summary: `${body.mode} migration of ${params.key}`,
    taskQueue: MIGRATION_QUEUE,
    again: true,
  };
  const stage = await gateway.startAndUpdate<{ runId: string }>(start, { update: 'opened', arg: {} });
  return migrationOf(call, stage.runId);
}

/** What a started migration answers with: a real one has one name, drills run beside it. */
function migrationOf({ params: { id, key }, body, newId }: MigrateCall, runId: string): StartedMigration {
  const { mode } = body;
  if (mode === 'real') return { workflowId: migrationWorkflowId(id, key), runId, mode, sampleBp: WHOLE };
  return { workflowId: drillWorkflowId(id, key, newId), runId, mode, sampleBp: body.sampleBp ?? DEFAULT_SAMPLE };
}

/** The receiver confirms the data, where the root hash that was compared is the right one. */
export async function recordReceipt(
  deps: Deps,
  call: Call<DatasetParams, unknown, AcknowledgeBody>,
): Promise<{ readonly key: string; readonly state: DatasetState }> {
  const { params, body, actor, now } = call;
  const id = { engagementId: params.id, key: params.key };
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: `dataset.acknowledged:${params.key}`,
    write: async (trx) => {
      const receipt = { event: 'acknowledged', acknowledgedBy: actor.id, acknowledgedAt: now, now } as const;
      const before = await moveDataset(trx, id, receipt);
      const run = await existingRun(trx, before.runId ?? '');
      const root = run.manifest?.content.sha256;
      if (body.sha256 !== undefined && body.sha256 !== root)
        throw new DomainError('INVALID_FIELDS', 'This is not the root hash of the verified manifest.', [
          { path: 'sha256', message: 'differs from the manifest' },
        ]);
      return root;
    },
    payload: (sha256) => ({ dataset: params.key, sha256, comment: body.comment ?? null }),
  });
  await tellExit(deps, id);
  const { state } = await existingDataset(deps.db, id);
  return { key: id.key, state };
}
