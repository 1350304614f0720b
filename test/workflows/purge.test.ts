import { Readable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { forgetProcesses } from '../../activities/forget-processes';
import { purgeActivities, type PurgeStep } from '../../activities/purge';
import { sweepActivities } from '../../activities/sweep';
import { processesOf } from '../../api/purge-processes';
import { keptFacts } from '../../db/read/purge-facts';
import type { DocumentStore } from '../../db/documents/store';
import { findEngagement } from '../../db/stores/engagements';
import { insertHold } from '../../db/stores/exit-holds';
import { confirmPurge, findPurge, insertPurge, tombstonesOf } from '../../db/stores/purges';
import { inTransaction } from '../../db/transaction';
import { engagementWorkflowId, purgeWorkflowId } from '../../workflows/ids';
import { until } from '../../bin/parts/processes';
import { anEngagement, aPerson } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { type DocumentFolder, documentFolder } from '../document-folder';
import { noDocuments } from '../documents';
import { devServer, ownQueue, type TestTemporal, testWorker, withWorkers } from '../temporal';

const SECRETS = ['s'.repeat(32)];
let database: TestDatabase;
let temporal: TestTemporal;
let folder: DocumentFolder;
beforeAll(async () => {
  [database, temporal, folder] = [await testDatabase(), await devServer(), await documentFolder()];
});
afterAll(async () => {
  await folder.remove();
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

test('the night starts a purge whose start was lost, once', async () => {
  const { db } = database;
  const { purgeId } = await confirmed();
  const deps = { db, documents: noDocuments.store, secrets: SECRETS };
  const activities = { ...purgeActivities(deps), ...sweepActivities(deps), dueDigests: () => Promise.resolve([]) };
  const taskQueue = ownQueue();
  const worker = await testWorker(temporal, { taskQueue, activities });
  await withWorkers([worker], async () => {
    for (const workflowId of ['one-night', 'another-night'])
      await temporal.client.workflow.execute('sweepWorkflow', { workflowId, taskQueue, args: [] });
    await temporal.client.workflow.getHandle(purgeWorkflowId(purgeId)).result();
  });

  expect((await findPurge(db, purgeId))?.state).toBe('done');
  expect(await listed(purgeWorkflowId(purgeId))).toBe(1);
});

async function forgotten(id: string, isHeld = false) {
  const executions = [];
  for await (const one of forgetProcesses(temporal.client, [id], () => Promise.resolve(isHeld))) executions.push(one);
  return executions;
}

test('a history that is held stays, and one that has gone before is no fault', async () => {
  const id = engagementWorkflowId(uuidv7());
  await aProcess(id);
  expect(await forgotten(id, true)).toEqual([]);
  expect(await listed(id)).toBe(1);
  expect(await forgotten(id)).toMatchObject([{ workflowId: id }]);
  await until(async () => (await listed(id)) === 0, { limitMs: 20_000, sentence: 'The history is still there.' });
  expect(await forgotten(id)).toEqual([]);
});

const keptContent = async (text: string): Promise<string> => {
  const staged = await folder.store.stage(Readable.from([text]), 100);
  await staged.keep();
  return staged.sha256;
};

const isKept = async (sha256: string): Promise<boolean> => {
  const content = await folder.store.open(sha256);
  content?.destroy();
  return content !== null;
};

test('files that have gone before a hold stopped the purge are counted, and each once', async () => {
  const { db } = database;
  const { purgeId, engagementId } = await confirmed();
  const contents = [await keptContent('one'), await keptContent('another')];
  await db('purges').where({ id: purgeId }).update({ contents });
  const hold = { id: uuidv7(), engagementId, datasetKey: null, reason: 'A claim.', placedBy: await aPerson(db) };
  await inTransaction(db, (trx) => insertHold(trx, hold, 3));
  const inForce = (is: boolean) => db('legal_holds').where({ id: hold.id }).update({ released_at: is ? null : new Date(4) }); // prettier-ignore
  const stepsWith = (documents: DocumentStore) => purgeActivities({ db, documents, secrets: SECRETS });
  const remove = async (sha256: string) => {
    await folder.store.remove(sha256);
    await inForce(true);
  };
  await inForce(false);
  await stepsWith({ ...folder.store, remove }).purgeContents({ purgeId, now: 5 });
  expect(await Promise.all(contents.map(isKept))).toEqual([false, true]);

  await inForce(false);
  for (const now of [6, 7]) await stepsWith(folder.store).purgeContents({ purgeId, now });
  expect(await Promise.all(contents.map(isKept))).toEqual([false, false]);
  const file = { class: 'files', rows: 1 };
  expect(await tombstonesOf(db, purgeId)).toMatchObject([file, file]);
});

test('an attempt that follows one which was cut off goes on where that one stopped', async () => {
  const { db } = database;
  const { purgeId } = await confirmed();
  const contents = await Promise.all(['first', 'second', 'third'].map(keptContent));
  await db('purges').where({ id: purgeId }).update({ contents });
  const asked: string[] = [];
  const attempt = (limit: number) => {
    const remove = (sha256: string): Promise<void> => {
      if (asked.length === limit) throw new Error('The time is over.');
      asked.push(sha256);
      return folder.store.remove(sha256);
    };
    const documents = { ...folder.store, remove };
    return purgeActivities({ db, documents, secrets: SECRETS }).purgeContents({ purgeId, now: 5 });
  };
  await expect(attempt(2)).rejects.toThrow('The time is over.');
  expect(await Promise.all(contents.map(isKept))).toEqual([false, false, true]);

  await attempt(9);
  expect(asked).toEqual(contents);
  expect(await Promise.all(contents.map(isKept))).toEqual([false, false, false]);
  expect((await tombstonesOf(db, purgeId)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});
