import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { processFactsOf } from '../../db/read/processes';
import { removeSampleRows } from '../../db/purge/samples';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import {
  deleteSampleSet,
  lockSampleSet,
  type SampleSet,
  sampleSet,
  samplesOf,
  saveSampleSet,
} from '../../db/stores/samples';
import type { Db } from '../../db/knex';
import { inTransaction } from '../../db/transaction';
import { engagementWorkflowId, processIds } from '../../workflows/ids';
import type { Deps } from '../deps';
import { forgetProcesses } from '../forget-processes';

export interface Removal {
  readonly setId: string;
  readonly now: number;
}

const PATIENCE_MS = 10_000;
const never = (): Promise<boolean> => Promise.resolve(false);

export const removalActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Cancels each engagement as an administrator does, waits for what that ends, and ends the rest. Answers what has ended. */
  async stopSamples({ setId }: Removal): Promise<readonly string[]> {
    const set = await removing(db, setId);
    if (!set) return [];
    const { client } = Context.current();
    for (const id of await samplesOf(db, 'engagement')) await cancel(client, id, set.loaded_by);
    const processes = await processesOf(db);
    await saveSampleSet(db, setId, { processes });
    for (const id of processes) await end(client, id);
    return processes;
  },

  /** All rows at once; the trail keeps that they were. */
  removeSampleRows: ({ setId, now }: Removal): Promise<void> =>
    inTransaction(db, async (trx) => {
      const set = await lockSampleSet(trx);
      if (set?.id !== setId || set.state !== 'removing') return;
      await removeSampleRows(trx, set, now);
    }),

  /** Histories in Temporal, and then the set itself. */
  async forgetSamples({ setId, processes, now }: Removal & { readonly processes: readonly string[] }): Promise<void> {
    const { client } = Context.current();
    for await (const _gone of forgetProcesses(client, processes, never)) Context.current().heartbeat();
    await inTransaction(db, async (trx) => {
      const set = await lockSampleSet(trx);
      if (set?.id !== setId) return;
      await deleteSampleSet(trx, setId);
      const entry = { key: `samples.removed:${setId}`, at: now, type: 'samples.removed', payload: { setId } };
      await appendAudit(trx, MASTER_STREAM, [{ ...entry, actorId: set.loaded_by, channel: 'workflow' }]);
    });
  },
});

const removing = async (db: Db, setId: string): Promise<SampleSet | null> => {
  const set = await sampleSet(db);
  return set?.id === setId && set.state === 'removing' ? set : null;
};

async function processesOf(db: Db): Promise<readonly string[]> {
  const processes: string[] = [];
  for (const id of await samplesOf(db, 'engagement')) processes.push(...processIds(await processFactsOf(db, id)));
  return processes;
}

async function cancel(client: Client, id: string, actorId: string): Promise<void> {
  const said = { actorId, channel: 'page', reason: 'sample data is removed' };
  try {
    await client.workflow
      .getHandle(engagementWorkflowId(id))
      .executeUpdate('cancel', { args: [said], updateId: 'sample-removed' });
  } catch (error) {
    // It has ended already, or never began.
    if (!(error instanceof WorkflowNotFoundError) && !(error instanceof WorkflowUpdateFailedError)) throw error;
  }
}

/** What the cancellation ends comes to its end by itself within moments; what does not is terminated. */
async function end(client: Client, workflowId: string): Promise<void> {
  const execution = client.workflow.getHandle(workflowId);
  try {
    const patience = new AbortController();
    const over = execution.result().then(() => true, () => true); // prettier-ignore
    const late = sleep(PATIENCE_MS, false, { ref: false, signal: patience.signal }).catch(() => false);
    const isOver = await Promise.race([over, late]);
    patience.abort();
    if (!isOver) await execution.terminate('sample data is removed');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
