import { courierActivities } from '../../activities/courier';
import { createSealer } from '../../db/sealed';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { orderMails } from '../../db/stores/mail-orders';
import { insertReceiver } from '../../db/stores/receivers';
import { inTransaction } from '../../db/transaction';
import type { MailOrder } from '../../domain/mail/order';
import { type TestDatabase, testDatabase } from '../database';
import { FakeReceiver } from '../fakes/receiver';
import { ownQueue, testWorker, type TestTemporal, timeSkipping, withWorkers } from '../temporal';

let database: TestDatabase;
let temporal: TestTemporal;
let receiver: FakeReceiver;

beforeAll(async () => {
  [database, temporal, receiver] = await Promise.all([testDatabase(), timeSkipping(), new FakeReceiver().open()]);
});
afterAll(async () => {
  await temporal.close();
  await receiver.close();
  await database.drop();
});

/** What a courier of events does not need. */
const noMails = { db: null as never, sendMail: () => Promise.resolve(), clock: Date.now };

test('a courier of mails at work takes them to the relay, and ends its run when the worker stops', async () => {
  const stopping = new AbortController();
  const order: MailOrder = {
    key: 'one',
    kind: 'alarm',
    recipientId: 'ann',
    engagementId: null,
    facts: { alarm: 'a1' },
    now: 1,
  };
  let take = (_order: MailOrder): void => undefined;
  const taken = new Promise<MailOrder>((resolve) => (take = resolve));
  const mails = { db: database.db, sendMail: (one: MailOrder) => Promise.resolve(take(one)), clock: Date.now };
  const activities = courierActivities(null as never, mails, stopping.signal);
  const taskQueue = ownQueue();
  const workers = await Promise.all(
    [taskQueue, `${taskQueue}-mail`].map((queue) => testWorker(temporal, { taskQueue: queue, activities })),
  );
  await withWorkers(workers, async () => {
    const run = await temporal.client.workflow.start('mailCourierWorkflow', { workflowId: taskQueue, taskQueue });
    await inTransaction(database.db, (trx) => orderMails(trx, [order]));
    expect(await taken).toEqual(order);
    stopping.abort();
    await run.result();
  });

  expect(await database.db('mail_orders').select()).toEqual([]);
});

test('a courier at work takes what happens to its receiver, and ends its run when the worker stops', async () => {
  const sealer = createSealer(['k'.repeat(32)]);
  const id = '019307a4-0000-7000-8000-000000000001';
  const common = { id, key: null, kind: 'webhook', events: ['*'], active: true, engagement_id: null } as const;
  const texts = { url: sealer.seal(receiver.url()), secret: sealer.seal('whsec_c2VjcmV0c2VjcmV0c2VjcmV0') };
  const stopping = new AbortController();
  const heard = new Promise<void>((resolve) => {
    receiver.answer = () => {
      resolve();
      return {};
    };
  });
  const road = { reach: { allow: ['127.0.0.1'], tlsOnly: true } };
  const activities = courierActivities(
    { db: database.db, sealer, road, publicUrl: '', clock: Date.now },
    noMails,
    stopping.signal,
  );
  const taskQueue = ownQueue();
  const workers = await Promise.all([
    testWorker(temporal, { taskQueue, activities }),
    testWorker(temporal, { taskQueue: `${taskQueue}-mail`, activities }),
  ]);
  await withWorkers(workers, async () => {
    const run = await temporal.client.workflow.start('courierWorkflow', { workflowId: taskQueue, taskQueue });
    await inTransaction(database.db, async (trx) => {
      await insertReceiver(trx, { ...common, ...texts, locale: 'en', now: Date.now() });
      const entry = { key: 'one', at: Date.now(), type: 'setting.saved', channel: 'api' as const };
      await appendAudit(trx, MASTER_STREAM, [entry]);
    });
    await heard;
    stopping.abort();
    await run.result();
  });

  const rows = await database.db('deliveries').select('event_id', 'state');
  expect(rows).toEqual([{ event_id: expect.stringMatching(/^master:\d+$/), state: 'delivered' }]);
});
