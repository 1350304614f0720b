import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import { createActivities } from '../../activities';
import { ensureDateKeeper } from '../../activities/wake-date-keeper';
import { restoreBackup } from '../../bin/backup/restore';
import { takeBackup } from '../../bin/backup/take';
import { compare } from '../../bin/reconcile/compare';
import { processLines } from '../../bin/reconcile/processes';
import { payloadCodec } from '../../codec/payload-codec';
import type { Db } from '../../db/knex';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { openEngagement } from '../../domain/engagement/engagement';
import { dateKeeperId, engagementWorkflowId } from '../../workflows/ids';
import { anOpening } from '../builders';
import { emptyDatabase, type TestDatabase, testDatabase } from '../database';
import { dumpOf } from '../dump';
import { devServer, TEST_CODEC_KEYS, type TestTemporal, withWorkers } from '../temporal';
import { ApprovalDesk } from '../workflows/approval-desk';

let folder: string;
let database: TestDatabase;
let restored: TestDatabase;
let temporal: TestTemporal;
const begun: WorkflowHandle[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-reconcile-'));
  [database, restored, temporal] = await Promise.all([testDatabase(), emptyDatabase(), devServer()]);
});
afterAll(async () => {
  // What has ended already needs no end.
  await Promise.all(begun.map((handle) => handle.terminate().catch(() => undefined)));
  await temporal.close();
  await Promise.all([database.drop(), restored.drop()]);
  rmSync(folder, { recursive: true, force: true });
});

jest.setTimeout(120_000);

/** An engagement whose process, records and trail are all real. */
async function engagement(
  desk: ApprovalDesk,
  input: (id: string) => object | Promise<object>,
): Promise<WorkflowHandle> {
  const id = uuidv7();
  const handle = await temporal.client.workflow.start('engagementWorkflow', {
    workflowId: engagementWorkflowId(id),
    taskQueue: desk.queue,
    args: [{ id, byDateKeeper: true, ...(await input(id)) }],
  });
  begun.push(handle);
  await handle.executeUpdate('started', { args: [{}] });
  return handle;
}

const opened = (desk: ApprovalDesk): Promise<WorkflowHandle> =>
  engagement(desk, () => ({
    opening: { actorId: desk.id('R'), channel: 'api', body: anOpening({ ownerId: desk.id('R') }) },
  }));

const inService = (desk: ApprovalDesk): Promise<WorkflowHandle> =>
  engagement(desk, async (id) => {
    await inTransaction(database.db, async (trx) => {
      const body = anOpening({ ownerId: desk.id('R') });
      await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
      await trx('engagements').where({ id }).update({ state: 'IN_SERVICE', contract_approved: true });
    });
    const carried = { ...openEngagement(id), state: 'IN_SERVICE', contractApproved: true };
    return { carried: { ...carried, signed: { us: true, vendor: true } } };
  });

const steer = (desk: ApprovalDesk, handle: WorkflowHandle, update: string): Promise<unknown> =>
  handle.executeUpdate(update, { args: [{ actorId: desk.id('R'), channel: 'api', body: {}, reason: 'because' }] });

const differences = async (db: Db, { queue }: ApprovalDesk): Promise<readonly string[]> => {
  const codec = payloadCodec(TEST_CODEC_KEYS, { strict: true });
  const found = await compare({ db, client: temporal.client, codec, taskQueue: queue });
  return found.differences.map(({ kind, workflowId, found: text }) => `${kind} ${workflowId}: ${text}`);
};

/** Lists of Temporal are a moment behind. */
async function listed(desk: ApprovalDesk, count: number): Promise<void> {
  while ((await processLines(temporal.client, desk.queue)).size < count) await temporal.sleep(50);
}

test('after a restore exactly what went on since the backup is named, and nothing is changed', async () => {
  const desk = new ApprovalDesk(temporal, database, createActivities);
  for (const name of ['A', 'R']) await desk.hire(name);
  const policy = await desk.policy([desk.step(['A'])]);
  const backup = join(folder, 'backup');

  const gone = await withWorkers(await desk.workers(), async () => {
    await ensureDateKeeper(temporal.client, desk.queue);
    const [, withdrawn, moved] = [await opened(desk), await opened(desk), await inService(desk)];
    const [untouched, decided] = [await desk.open(policy), await desk.open(policy)];
    await listed(desk, 5);
    expect(await differences(database.db, desk)).toEqual([]);
    await takeBackup({ databaseUrl: database.url, folder: backup, key: undefined, now: Date.now() });

    await steer(desk, withdrawn, 'withdraw');
    await withdrawn.result();
    for (const update of ['suspend', 'resume']) await steer(desk, moved, update);
    await decided.act('A', 'approve');
    await decided.handle.result();
    const [later, asked] = [await opened(desk), await desk.open(policy)];
    begun.push(untouched.handle, asked.handle, temporal.client.workflow.getHandle(dateKeeperId(desk.queue)));
    await listed(desk, 7);
    expect(await differences(database.db, desk)).toEqual([]);
    return { withdrawn, moved, decided: decided.handle, later, asked: asked.handle };
  });

  await restoreBackup({ databaseUrl: restored.url, folder: backup, key: undefined });
  const before = await dumpOf(restored.db);
  const { withdrawn, moved, decided, later, asked } = gone;
  expect(await differences(restored.db, desk)).toEqual(
    [
      `process-ended ${decided.workflowId}: recorded as approval:pending, process COMPLETED at approval:approved`,
      `process-ended ${withdrawn.workflowId}: recorded as NEEDS_ANALYSIS, process COMPLETED at WITHDRAWN`,
      `process-further ${moved.workflowId}: 2 steps in the process, 0 of them in the trail`,
      `record-missing ${later.workflowId}: process RUNNING at NEEDS_ANALYSIS, no record`,
      `record-missing ${asked.workflowId}: process RUNNING at approval:pending, no record`,
    ].sort(),
  );
  expect(await dumpOf(restored.db)).toBe(before);

  await temporal.client.workflow.getHandle(dateKeeperId(desk.queue)).terminate();
  expect(await differences(restored.db, desk)).toContain(
    `keeper-missing ${dateKeeperId(desk.queue)}: process TERMINATED`,
  );
});
