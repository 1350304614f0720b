import type { WorkflowHandle } from '@temporalio/client';
import { v7 as uuidv7 } from 'uuid';
import { type Activities, createActivities } from '../../activities';
import { ensureDateKeeper } from '../../activities/wake-date-keeper';
import { until } from '../../bin/parts/processes';
import { openActionItem } from '../../db/stores/action-items';
import { wakeCallFor } from '../../db/stores/date-keeper';
import { planAnew, watchFrom } from '../../db/stores/plan-watch';
import { datesAt } from '../../db/stores/watches';
import { inTransaction } from '../../db/transaction';
import { dateKeeperId, reviewWorkflowId } from '../../workflows/ids';
import { anEngagement } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { keepHistory } from '../history';
import { takeOrders } from '../mails';
import { ownQueue, testWorker, type TestTemporal, timeSkipping, withWorkers } from '../temporal';
import { stepsDone } from '../years/steps-done';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let temporal: TestTemporal;
let database: TestDatabase;
let own: Activities;
let taskQueue: string;
let start: number;
beforeAll(async () => {
  [temporal, database] = await Promise.all([timeSkipping(), testDatabase()]);
  own = createActivities({
    db: database.db,
    mailer: { send: () => Promise.resolve() },
    mailFrom: 'Tenure <t@localhost>',
    documents: noDocuments.store,
    secrets: ['s'.repeat(32)],
    publicUrl: 'http://localhost',
  });
});
beforeEach(async () => {
  taskQueue = ownQueue();
  start = await temporal.now();
  await database.db('date_keeper').delete();
});
afterEach(() => database.db('watches').delete());
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

/** An engagement that is watched, in which work opens on so many days from now. */
async function watched(...days: readonly number[]): Promise<string> {
  const { engagementId, personId } = await anEngagement(database.db);
  for (const day of days) await openWork({ engagementId, personId }, day);
  await inTransaction(database.db, (trx) => watchFrom(trx, engagementId, start));
  return engagementId;
}

const openWork = (
  { engagementId, personId: assigneeId }: { readonly engagementId: string; readonly personId: string },
  day: number,
) =>
  inTransaction(database.db, (trx) =>
    openActionItem(trx, {
      key: uuidv7(),
      engagementId,
      kind: 'manual',
      title: `day ${day}`,
      assigneeId,
      opensAt: start + day * DAY,
      dueAt: start + 1_000 * DAY,
      now: start,
    }),
  );

/** What was said of work on which days from the beginning, as often as it was said. */
const saidIn = async (engagementId: string): Promise<readonly string[]> =>
  (await stepsDone(database.db, engagementId)).map(
    ({ item, now }) => `${item.facts['title']} on ${((now - start) / DAY).toFixed(2)}`,
  );

/** Keepers at work while the test lets time pass; none is left behind. */
async function keeping(
  work: (keeper: WorkflowHandle) => Promise<void>,
  {
    activities = own,
    beside = [],
  }: { readonly activities?: Partial<Activities>; readonly beside?: readonly string[] } = {},
): Promise<void> {
  const ids = [dateKeeperId(taskQueue), ...beside];
  const handles = ids.map((id) => temporal.client.workflow.getHandle(id));
  await withWorkers([await testWorker(temporal, { taskQueue, activities })], async () => {
    await ensureDateKeeper(temporal.client, taskQueue);
    for (const workflowId of beside)
      await temporal.client.workflow.start('dateKeeperWorkflow', { workflowId, taskQueue });
    await work(handles[0]!);
    for (const handle of handles) await handle.terminate();
  });
}

const rowOf = (engagementId: string) =>
  database.db('watches').where({ engagement_id: engagementId }).first('attempts', 'last_error', 'owed', 'next');

test('dates of several engagements are each done on their day, and once', async () => {
  const [a, b] = [await watched(1, 3), await watched(1, 2)];
  await keeping(async (keeper) => {
    await temporal.sleep(4 * DAY);
    await keepHistory(keeper, 'date-keeper-1');
  });

  expect(await saidIn(a)).toEqual(['day 1 on 1.00', 'day 3 on 3.00']);
  expect(await saidIn(b)).toEqual(['day 1 on 1.00', 'day 2 on 2.00']);
});

test('an engagement whose turn fails holds up nobody, says why, and is caught up once it is mended', async () => {
  const [bad, good] = [await watched(1), await watched(1, 2)];
  const bogus = [{ key: 'bogus', kind: 'bogus', at: start + DAY, facts: {} }];
  await database
    .db('watches')
    .where({ engagement_id: bad })
    .update({ next: JSON.stringify(bogus) });
  await keeping(async () => {
    await temporal.sleep(2.5 * DAY);
    expect(await saidIn(bad)).toEqual([]);
    const row = await rowOf(bad);
    expect(row).toMatchObject({ last_error: expect.stringContaining('is not a function') });
    // Waits that double up to an hour, not one try after the other.
    expect(row?.attempts).toBeGreaterThan(20);
    expect(row?.attempts).toBeLessThan(60);
    expect(await datesAt(database.db, await temporal.now())).toEqual({ putOff: 1, lateSeconds: 0 });
    await planAnew(database.db, bad);
    await temporal.sleep(HOUR + 1_000);
  });

  expect(await saidIn(good)).toEqual(['day 1 on 1.00', 'day 2 on 2.00']);
  expect(await saidIn(bad)).toEqual([expect.stringMatching(/^day 1 on 2.5/)]);
  expect(await rowOf(bad)).toMatchObject({ attempts: 0, last_error: null });
});

test('a date that appears is done on its day, though the keeper slept towards a later one', async () => {
  const { engagementId, personId } = await anEngagement(database.db);
  const far = await watched(30);
  await keeping(async (keeper) => {
    await temporal.sleep(2 * DAY);
    await inTransaction(database.db, (trx) => watchFrom(trx, engagementId, start));
    await openWork({ engagementId, personId }, 5);
    await planAnew(database.db, engagementId);
    const call = await wakeCallFor(database.db, engagementId);
    expect(call).toEqual({ workflowId: keeper.workflowId, at: start + 5 * DAY });
    await keeper.signal('dateMoved', call?.at);
    await temporal.sleep(29 * DAY);
  });

  expect(await saidIn(engagementId)).toEqual(['day 5 on 5.00']);
  expect(await saidIn(far)).toEqual(['day 30 on 30.00']);
});

test('nobody is woken for a date behind the one that the keeper sleeps towards', async () => {
  await watched(3);
  await keeping(async () => {
    await temporal.sleep(DAY);
    const later = await watched(4);
    expect(await wakeCallFor(database.db, later)).toBeNull();
    await temporal.sleep(4 * DAY);
    expect(await saidIn(later)).toEqual(['day 4 on 4.00']);
  });
});

test('sixty dates survive handing over to new runs, none lost and none doubled', async () => {
  const days = Array.from({ length: 60 }, (_none, n) => n + 1);
  const id = await watched(...days);
  await keeping(async (keeper) => {
    const { runId } = await keeper.describe();
    await temporal.sleep(61 * DAY);
    const now = await keeper.describe();
    expect(now.runId).not.toBe(runId);
    expect(now.historyLength).toBeLessThan(250);
  });

  expect(await saidIn(id)).toEqual(days.map((day) => `day ${day} on ${day}.00`));
});

test('two keepers at once do each thing once', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 12; n += 1) ids.push(await watched(1, 2));
  await takeOrders(database.db);
  await keeping(() => temporal.sleep(3 * DAY), { beside: [`${taskQueue}-beside`] });

  for (const id of ids) expect(await saidIn(id)).toEqual(['day 1 on 1.00', 'day 2 on 2.00']);
  expect(await takeOrders(database.db)).toHaveLength(24);
});

test('a round whose answer is lost does nothing twice, and a database that is away ends nothing', async () => {
  const id = await watched(1, 2);
  let rounds = 0;
  const keepDates: Activities['keepDates'] = async (round) => {
    rounds += 1;
    if (rounds > 3 && rounds < 6) throw new Error('the database is away');
    const next = await own.keepDates(round);
    if (rounds === 2) throw new Error('the worker was killed');
    return next;
  };
  await keeping(() => temporal.sleep(3 * DAY), { activities: { ...own, keepDates } });

  expect(rounds).toBeGreaterThan(5);
  expect(await saidIn(id)).toEqual(['day 1 on 1.00', 'day 2 on 2.00']);
});

test('what a killed worker had still to set going is set going before the next date is looked up', async () => {
  const id = await watched(2);
  const reviewId = uuidv7();
  const order = { reviewId, engagementId: id, kind: 'monthly', period: '2027-01' };
  const later = start + 1_000 * DAY;
  const at = { inviteAt: later, meetingAt: later, minutesDueAt: later, missedAt: later };
  const owed = { reviews: [{ ...order, ...at }], relabel: true };
  const due = { due_at: new Date(start), next: '[]', owed: JSON.stringify(owed) };
  await database.db('watches').where({ engagement_id: id }).update(due);
  // Whoever moves dates meanwhile must not put it off.
  await planAnew(database.db, id);
  await keeping(async () => {
    const review = temporal.client.workflow.getHandle(reviewWorkflowId(reviewId));
    await until(async () => (await rowOf(id))?.owed === null, { limitMs: 20_000, sentence: 'Nothing was set going.' });
    expect(await review.describe()).toMatchObject({ status: { name: 'RUNNING' } });
    await temporal.sleep(3 * DAY);
  });

  expect(await saidIn(id)).toEqual(['day 2 on 2.00']);
});

test('where somebody has ended it, it begins anew with all that came meanwhile', async () => {
  const id = await watched(1);
  await keeping(async (keeper) => {
    await temporal.sleep(HOUR);
    await keeper.terminate();
    await temporal.sleep(2 * DAY);
    expect(await saidIn(id)).toEqual([]);
    await ensureDateKeeper(temporal.client, taskQueue);
    await temporal.sleep(HOUR);
    expect(await saidIn(id)).toEqual([expect.stringMatching(/^day 1 on 2/)]);
  });
});
