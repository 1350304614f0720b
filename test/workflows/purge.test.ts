import { v7 as uuidv7 } from 'uuid';
import { forgetProcesses } from '../../activities/forget-processes';
import { purgeActivities, type PurgeStep } from '../../activities/purge';
import { processesOf } from '../../api/purge-processes';
import { keptFacts } from '../../db/read/purge-facts';
import { findEngagement } from '../../db/stores/engagements';
import { confirmPurge, findPurge, insertPurge } from '../../db/stores/purges';
import { inTransaction } from '../../db/transaction';
import { engagementWorkflowId, purgeWorkflowId } from '../../workflows/ids';
import { until } from '../../bin/parts/processes';
import { anEngagement, aPerson } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { devServer, ownQueue, type TestTemporal, testWorker, withWorkers } from '../temporal';

const SECRETS = ['s'.repeat(32)];
let database: TestDatabase;
let temporal: TestTemporal;
beforeAll(async () => {
  [database, temporal] = [await testDatabase(), await devServer()];
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

/** An engagement that two people have agreed to purge, with 2,500 lines of costs and a process. */
async function confirmed() {
  const { db } = database;
  const { engagementId, personId } = await anEngagement(db);
  await db.raw(
    `insert into feedback_remarks (id, engagement_id, remarked_on, source, text, recorded_by, recorded_at)
     select gen_random_uuid(), ?, '2026-01-01', 'other', 'said', ?, now() from generate_series(1, 2500)`,
    [engagementId, personId],
  );
  const purgeId = uuidv7();
  const asked = { id: purgeId, engagementId, reason: 'It is over.', archiveSha256: 'a', actorId: personId, now: 1 };
  const actorId = await aPerson(db);
  await inTransaction(db, async (trx) => {
    const row = await findEngagement(trx, engagementId);
    if (!row) throw new Error('it was made just now');
    await insertPurge(trx, asked);
    const facts = await keptFacts(trx, row);
    await confirmPurge(trx, purgeId, { actorId, now: 2, facts, contents: [], processes: await processesOf(trx, engagementId) }); // prettier-ignore
  });
  return { engagementId, purgeId };
}

/** A process of the engagement; no worker takes it up. */
async function aProcess(workflowId: string): Promise<void> {
  await temporal.client.workflow.start('purgeWorkflow', { workflowId, taskQueue: ownQueue(), args: [{ purgeId: '' }] });
  await until(async () => (await listed(workflowId)) === 1, {
    limitMs: 20_000,
    sentence: 'The process is not listed.',
  });
}

async function listed(workflowId: string): Promise<number> {
  const { count } = await temporal.client.workflow.count(`WorkflowId = '${workflowId}'`);
  return count;
}

test('a purge goes on where it broke off, and takes the histories of the engagement along', async () => {
  const { engagementId, purgeId } = await confirmed();
  const process = engagementWorkflowId(engagementId);
  await aProcess(process);
  const activities = purgeActivities({ db: database.db, documents: noDocuments.store, secrets: SECRETS });
  let attempts = 0;
  const breaking = async (step: PurgeStep) => {
    attempts += 1;
    const batch = await activities.purgeRows(step);
    if (attempts === 1) throw new Error('the worker was killed before it could answer');
    return batch;
  };
  const taskQueue = ownQueue();
  const worker = await testWorker(temporal, { taskQueue, activities: { ...activities, purgeRows: breaking } });
  await withWorkers(
    [worker],
    () =>
    temporal.client.workflow.execute('purgeWorkflow', { workflowId: purgeWorkflowId(purgeId), taskQueue, args: [{ purgeId }] }), // prettier-ignore
  );

  expect(attempts).toBe(2);
  const purge = await findPurge(database.db, purgeId);
  expect(purge?.certificate?.content).toMatchObject({
    erased: { feedback_remarks: 2500, 'process histories': 1 },
    remaining: 0,
  });
  await until(async () => (await listed(process)) === 0, { limitMs: 20_000, sentence: 'The history is still there.' });
  await expect(temporal.client.workflow.getHandle(process).describe()).rejects.toThrow(/not found/i);
});

const free = () => Promise.resolve(false);

test('a history that is held stays, and one that has gone before is no fault', async () => {
  const id = engagementWorkflowId(uuidv7());
  await aProcess(id);
  expect(await forgetProcesses(temporal.client, [id], () => Promise.resolve(true))).toEqual([]);
  expect(await listed(id)).toBe(1);
  expect(await forgetProcesses(temporal.client, [id], free)).toMatchObject([{ workflowId: id }]);
  await until(async () => (await listed(id)) === 0, { limitMs: 20_000, sentence: 'The history is still there.' });
  expect(await forgetProcesses(temporal.client, [id], free)).toEqual([]);
});
