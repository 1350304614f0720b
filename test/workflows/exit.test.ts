import { v7 as uuidv7 } from 'uuid';
import { migrationActivities } from '../../activities/migration';
import type { MigrationDeps } from '../../activities/migration/deps';
import { isSignedBy } from '../../db/signature';
import { auditTrail, verifyAudit } from '../../db/read/audit';
import { exitStatus } from '../../db/read/exit';
import { engagementStream } from '../../db/stores/audit';
import { findDataset, moveDataset } from '../../db/stores/datasets';
import { insertHold, releaseHold } from '../../db/stores/exit-holds';
import { recordSettlementApproved, saveSettlement } from '../../db/stores/settlements';
import { inTransaction } from '../../db/transaction';
import type { Certificate } from '../../domain/exit/certificate-schema';
import type { Signed } from '../../domain/exit/manifest';
import { deletionWorkflowId, migrationWorkflowId } from '../../workflows/ids';
import { until } from '../../bin/parts/processes';
import { aDataset, anEngagement, aPerson, emptySource, sql } from '../activities/migration/parts';
import { emptyDatabase, testDatabase, type TestDatabase } from '../database';
import { testWorker, timeSkipping, type TestTemporal, withWorkers } from '../temporal';

const DAY = 86_400_000;
const QUEUE = 'tenure-migration';
let own: TestDatabase;
let target: TestDatabase;
let temporal: TestTemporal;
let deps: MigrationDeps;

beforeAll(async () => {
  [own, target, temporal] = [await testDatabase(), await emptyDatabase(), await timeSkipping()];
  const anyDatabase = target.url.replace(/\/\/.*@/, '//').replace(/\/[^/]*$/, '');
  deps = { db: own.db, exitAllow: [anyDatabase], secrets: ['k'.repeat(32)], environment: {} };
}, 120_000);
afterAll(async () => {
  await temporal.close();
  for (const database of [own, target]) await database.drop();
});

async function exitOf(key: string) {
  const source = await emptySource(
    `create table ${key} (id int primary key, name text)`,
    `insert into ${key} select i, 'n' || i from generate_series(1, 25000) i`,
  );
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, {
    key,
    title: key,
    personalData: true,
    source: { kind: 'postgres', url: source.url, tables: [key] },
    target: { kind: 'postgres', url: target.url },
  });
  return { ...who, key, source };
}

type Exit = Awaited<ReturnType<typeof exitOf>>;

const migrate = ({ engagementId, key, personId }: Exit) =>
  temporal.client.workflow.execute('migrationWorkflow', {
    taskQueue: QUEUE,
    workflowId: migrationWorkflowId(engagementId, key),
    args: [{ runId: uuidv7(), engagementId, key, mode: 'real', sampleBp: 10_000, runnerId: personId }],
  });

const withWorker = async <T>(work: () => Promise<T>, activities: object = migrationActivities(deps)): Promise<T> =>
  withWorkers([await testWorker(temporal, { taskQueue: QUEUE, activities })], work);

const rows = async (url: string, table: string): Promise<number> =>
  Number((await sql(url, `select count(*) as n from ${table}`)).rows[0].n);

test('a dataset is moved, verified, acknowledged and deleted only when the gate is open', async () => {
  const exit = await exitOf('crm');
  const { engagementId, key, source } = exit;
  const requestedBy = await aPerson(own.db);
  const requestId = uuidv7();
  await withWorker(async () => {
    expect(await migrate(exit)).toMatchObject({ stage: 'done', round: 1 });
    const now = Date.now();
    await inTransaction(own.db, async (trx) => {
      await moveDataset(trx, exit, { event: 'acknowledged', acknowledgedBy: requestedBy, acknowledgedAt: now, now });
      await saveSettlement(trx, engagementId, {
        lines: [{ kind: 'unpaid_invoice', money: { amount: '10.00', currency: 'CNY' } }],
        actorId: requestedBy,
        now,
      });
      await recordSettlementApproved(trx, engagementId, now);
      await insertHold(
        trx,
        { id: requestId, engagementId, datasetKey: null, reason: 'lawsuit', placedBy: requestedBy },
        now,
      );
    });
    const deletion = await temporal.client.workflow.start('deletionWorkflow', {
      taskQueue: QUEUE,
      workflowId: deletionWorkflowId(engagementId, key),
      args: [{ engagementId, key, requestId, requestedBy }],
    });
    await deletion.executeUpdate('opened', { args: [{}] });
    await approvedBy(requestId, engagementId, [await aPerson(own.db), await aPerson(own.db)]);
    await deletion.signal('requestDecided', { requestId, outcome: 'approved' });
    await temporal.sleep(40 * DAY);
    // The clock is ahead of the workflow for a moment: its last look at the gate ends a little later.
    const stage = (): Promise<{ stage: string; missing: string }> => deletion.query('stage');
    await until(async () => (await stage()).missing === 'A legal hold forbids deletion: lawsuit.', {
      limitMs: 20_000,
      sentence: 'The legal hold is not the only thing that is missing.',
    });
    expect(await stage()).toMatchObject({ stage: 'gate' });
    expect(await rows(source.url, key)).toBe(25_000);
    expect(await exitStatus(own.db, engagementId)).toMatchObject({ mayClose: false });

    await inTransaction(own.db, (trx) =>
      releaseHold(trx, { engagementId, holdId: requestId }, { actorId: requestedBy, now }),
    );
    await deletion.signal('exitProgressed');
    expect(await deletion.result()).toMatchObject({ stage: 'deleted' });
  });

  expect([await rows(source.url, key), await rows(target.url, key)]).toEqual([0, 25_000]);
  expect(await exitStatus(own.db, engagementId)).toEqual({ mayClose: true, missing: [] });
  const dataset = await findDataset(own.db, exit);
  const certificate = dataset?.certificate as Signed<Certificate>;
  expect(certificate.content).toMatchObject({
    counts: { units: 3, rows: 25_000 },
    scan: { remaining: 0 },
    scope: [key],
  });
  expect(isSignedBy(certificate)).toBe(true);
  const trail = await auditTrail(own.db, engagementStream(engagementId), { after: 0, limit: 50 });
  expect(trail.map(({ type }) => type)).toEqual([
    'migration.started',
    'migration.verified',
    'settlement.approved',
    'deletion.requested',
    'deletion.certified',
  ]);
  expect(await verifyAudit(own.db)).toEqual([]);
  await source.drop();
}, 120_000);

test('a copy that stays unequal is sent three times again and then becomes a matter for people', async () => {
  const exit = await exitOf('stuck');
  const real = migrationActivities(deps);
  const spoiled = {
    ...real,
    compareDataset: async (step: Parameters<typeof real.compareDataset>[0]) => {
      await sql(target.url, `update ${exit.key} set name = 'spoiled' where id = 12345`);
      return real.compareDataset(step);
    },
  };
  const stage = await withWorker(() => migrate(exit), spoiled);

  expect(stage).toMatchObject({ stage: 'done', round: 4 });
  expect(await findDataset(own.db, exit)).toMatchObject({ state: 'mismatch' });
  const alarms = await own.db('alarms').where({ engagement_id: exit.engagementId });
  expect(alarms).toEqual([expect.objectContaining({ rule: 'EXIT_MIGRATION', severity: 'red', state: 'open' })]);
  await exit.source.drop();
}, 120_000);

test('a migration whose source is missing gives its dataset back and says why', async () => {
  const exit = await exitOf('gone');
  await sql(exit.source.url, `drop table ${exit.key}`);

  expect(await withWorker(() => migrate(exit))).toMatchObject({ stage: 'stopped' });

  expect(await findDataset(own.db, exit)).toMatchObject({ state: 'inventoried' });
  const [run] = await own.db('dataset_runs').where({ engagement_id: exit.engagementId });
  expect(run).toMatchObject({ state: 'failed', failure: 'There is no table gone.' });
  await exit.source.drop();
}, 120_000);

test('a deletion that is rejected leaves the dataset acknowledged and the source as it was', async () => {
  const exit = await exitOf('kept');
  const requestId = uuidv7();
  await withWorker(async () => {
    await migrate(exit);
    await inTransaction(own.db, (trx) =>
      moveDataset(trx, exit, {
        event: 'acknowledged',
        acknowledgedBy: exit.personId,
        acknowledgedAt: Date.now(),
        now: Date.now(),
      }),
    );
    const deletion = await temporal.client.workflow.start('deletionWorkflow', {
      taskQueue: QUEUE,
      workflowId: deletionWorkflowId(exit.engagementId, exit.key),
      args: [{ engagementId: exit.engagementId, key: exit.key, requestId, requestedBy: exit.personId }],
    });
    await deletion.signal('requestDecided', { requestId, outcome: 'rejected' });
    expect(await deletion.result()).toMatchObject({ stage: 'refused' });
  });
  expect(await findDataset(own.db, exit)).toMatchObject({ state: 'acknowledged', deletionRequestId: null });
  expect(await rows(exit.source.url, exit.key)).toBe(25_000);
  await exit.source.drop();
}, 120_000);

/** A request as the approval process leaves it when these people have approved. */
async function approvedBy(id: string, engagementId: string, approvers: readonly string[]): Promise<void> {
  const [hash, requester] = ['0'.repeat(64), approvers[0]];
  const at = new Date();
  await own.db('request_subjects').insert({
    request_id: id,
    hash,
    title: 'Deletion',
    type: 'dataset-deletion',
    data: '{}',
    roles: '{}',
    created_at: at,
  });
  await own.db('requests').insert({
    id,
    engagement_id: engagementId,
    policy_key: 'gate-deletion',
    policy_version: 1,
    requester_id: requester,
    status: 'approved',
    round: 1,
    subject_hash: hash,
    started_at: at,
    state: '{}',
    version: 1,
  });
  await own.db('request_runs').insert({
    request_id: id,
    run_id: 'r',
    seq: 1,
    key: 'k',
    title: 't',
    round: 1,
    mode: 'all',
    status: 'approved',
    version: 1,
  });
  for (const assignee of approvers) {
    await own.db('request_tasks').insert({
      id: uuidv7(),
      request_id: id,
      run_id: 'r',
      round: 1,
      assignee_id: assignee,
      owner_id: assignee,
      origin: 'direct',
      weight: 1,
      status: 'approved',
      decision: 'approve',
      channel: 'api',
      subject_hash: hash,
      active_at: at,
      version: 1,
    });
  }
}
