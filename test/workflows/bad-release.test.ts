import { createActivities } from '../../activities';
import { until } from '../../bin/parts/processes';
import { verifyAudit } from '../../db/read/audit';
import { testDatabase, type TestDatabase } from '../database';
import { edited } from '../replay/edits';
import { MUTATIONS } from '../replay/mutations';
import { devServer, presentBundle, type TestTemporal, testWorker, withWorkers } from '../temporal';
import { ApprovalDesk, type RequestDesk } from './approval-desk';

let temporal: TestTemporal;
let database: TestDatabase;
let desk: ApprovalDesk;
beforeAll(async () => {
  [temporal, database] = await Promise.all([devServer(), testDatabase()]);
  desk = new ApprovalDesk(temporal, database, createActivities);
  for (const name of ['R', 'A', 'B']) await desk.hire(name, ['manager']);
});
afterAll(async () => {
  await temporal.close();
  await database.drop();
});

const WORKFLOW_TASK_FAILED = 7;

/** How often a turn of the request could not be taken. */
async function failures({ handle }: RequestDesk): Promise<number> {
  const { pendingWorkflowTask } = (await handle.describe()).raw;
  const { events } = await handle.fetchHistory();
  const recorded = events?.filter(({ eventType }) => Number(eventType) === WORKFLOW_TASK_FAILED).length ?? 0;
  return Math.max(recorded, (pendingWorkflowTask?.attempt ?? 1) - 1);
}

/** Workers as operators run them: a turn that does not replay is tried again, and fails no request. */
async function running(isBad: boolean, work: () => Promise<void>): Promise<void> {
  const bundle = await presentBundle();
  const added = MUTATIONS.find(({ what }) => what === 'a timer added');
  const workflowBundle = isBad && added ? edited(bundle, added.edit) : bundle;
  const options = { workflowBundle, activities: desk.activities(), workflowFailureErrorTypes: { '*': [] } };
  const workers = [desk.queue, `${desk.queue}-mail`].map((taskQueue) =>
    testWorker(temporal, { ...options, taskQueue, shutdownGraceTime: '1s' }),
  );
  await withWorkers(await Promise.all(workers), work);
}

/** Mails with the link of a person's task. */
const asksOf = async (request: RequestDesk, name: string): Promise<number> => {
  const { id } = await request.taskOf(name);
  return desk.relay.taken.filter(({ text }) => text.includes(id)).length;
};

test('requests that a release cannot carry on wait for it to go, and then end as if it had never been', async () => {
  const policy = await desk.policy([desk.step(['A', 'B'], { mode: 'all', reminders: { max: 0 }, escalation: false })]);
  const requests: RequestDesk[] = [];
  await running(false, async () => {
    for (let n = 0; n < 3; n += 1) requests.push(await desk.open(policy));
    for (const request of requests) await request.asked('A', 'B');
    await requests[0]?.act('A', 'approve');
  });
  const [decided, waiting, idle] = requests as [RequestDesk, RequestDesk, RequestDesk];

  const pending: Promise<string | null>[] = [];
  await running(true, async () => {
    pending.push(decided.act('B', 'approve'), waiting.act('A', 'reject'));
    for (const request of [decided, waiting])
      await until(async () => (await failures(request)) > 0, { limitMs: 60_000, sentence: 'Its turn was taken.' });
    expect((await decided.view()).status).toBe('pending');
    expect((await waiting.view()).status).toBe('pending');
  });

  await running(false, async () => {
    expect(await Promise.all(pending)).toEqual([null, null]);
    expect(await idle.act('A', 'approve')).toBeNull();
    expect(await idle.act('B', 'approve')).toBeNull();
    const ends = await Promise.all(requests.map(({ handle }) => handle.result()));
    expect(ends).toMatchObject([{ status: 'approved' }, { status: 'rejected' }, { status: 'approved' }]);
  });

  expect(await Promise.all(requests.map(async (one) => (await one.view()).status))).toEqual([
    'approved',
    'rejected',
    'approved',
  ]);
  const kept = await database.db('request_tasks').whereNotNull('decision').count<{ count: number }[]>('* as count');
  expect(Number(kept[0]?.count)).toBe(5);
  expect(await verifyAudit(database.db)).toEqual([]);
  for (const request of requests)
    expect(await Promise.all(['A', 'B'].map((name) => asksOf(request, name)))).toEqual([1, 1]);
}, 240_000);
