import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import type { RecordRequest } from '../../activities/approval';
import { FaultProxy } from '../../chaos/proxy';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal, testWorker, withWorkers } from '../temporal';
import { ApprovalDesk } from './approval-desk';

/** Longer than a worker may be silent in the middle of a record. */
const LONG_MS = 5_000;

let database: TestDatabase;
let temporal: TestTemporal;
let line: FaultProxy;
let behindLine: NativeConnection;
let desk: ApprovalDesk;

beforeAll(async () => {
  [database, temporal] = await Promise.all([testDatabase(), devServer()]);
  const [host = '', port = ''] = (process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '').split(':');
  line = new FaultProxy({ target: Number(port), random: Math.random });
  behindLine = await NativeConnection.connect({ address: `${host}:${await line.listen()}` });
  desk = new ApprovalDesk(temporal, database);
  for (const name of ['A', 'R']) await desk.hire(name);
}, 60_000);
afterAll(async () => {
  await behindLine.close();
  await line.close();
  await temporal.close();
  await database.drop();
});

const isDecided = ({ state }: RecordRequest): boolean => state.tasks.some(({ status }) => status === 'approved');
const opened = async () => desk.open(await desk.policy([desk.step(['A'], { selfHandler: 'allow' })]));

/** How often each record of a request was begun, and why the attempt before was given up. */
async function attemptsOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) =>
    started ? [{ attempt: started.attempt, givenUpFor: started.lastFailure?.timeoutFailureInfo?.timeoutType }] : [],
  );
}

test('a decision whose worker dies while it is being recorded is given to another worker for want of a beat', async () => {
  const activities = desk.activities();
  const dying = await testWorker(
    { ...temporal, nativeConnection: behindLine },
    {
      taskQueue: desk.queue,
      activities: {
        ...activities,
        async recordRequest(record: RecordRequest) {
          if (isDecided(record)) await line.set({ kind: 'refuse' });
          return activities.recordRequest(record);
        },
      },
    },
  );
  const mail = await testWorker(temporal, { taskQueue: `${desk.queue}-mail`, activities });
  await withWorkers([dying, mail], async () => {
    const request = await opened();
    const decided = request.act('A', 'approve');
    const other = await testWorker(temporal, { taskQueue: desk.queue, activities });
    await withWorkers([other], async () => {
      expect(await decided).toBeNull();
      expect(await request.handle.result()).toMatchObject({ status: 'approved' });
    });
    await line.set({ kind: 'pass' });

    expect(await attemptsOf(request.handle)).toContainEqual({
      attempt: 2,
      givenUpFor: proto.api.enums.v1.TimeoutType.TIMEOUT_TYPE_HEARTBEAT,
    });
    expect(await request.taskOf('A')).toMatchObject({ status: 'approved' });
  });
}, 90_000);

test('a record that takes its time beats meanwhile and is begun once', async () => {
  const activities = desk.activities();
  let begun = 0;
  const slow = await testWorker(temporal, {
    taskQueue: desk.queue,
    activities: {
      ...activities,
      async recordRequest(record: RecordRequest) {
        if (isDecided(record)) {
          begun += 1;
          await sleep(LONG_MS);
        }
        return activities.recordRequest(record);
      },
    },
  });
  const mail = await testWorker(temporal, { taskQueue: `${desk.queue}-mail`, activities });
  await withWorkers([slow, mail], async () => {
    const request = await opened();
    expect(await request.act('A', 'approve')).toBeNull();

    expect(begun).toBe(1);
    expect((await attemptsOf(request.handle)).filter(({ attempt }) => attempt !== 1)).toEqual([]);
  });
}, 90_000);
