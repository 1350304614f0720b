import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import type { RecordRequest } from '../../activities/approval';
import { testWorker, withWorkers } from '../temporal';
import { BehindLine } from './behind-line';

/** Longer than a worker may be silent in the middle of a record. */
const LONG_MS = 5_000;

let world: BehindLine;
beforeAll(async () => {
  world = await BehindLine.open();
}, 60_000);
afterAll(() => world.close());

const isDecided = ({ state }: RecordRequest): boolean => state.tasks.some(({ status }) => status === 'approved');
const opened = async () => world.desk.open(await world.desk.policy([world.desk.step(['A'], { selfHandler: 'allow' })]));

/** How often each record of a request was begun, and why the attempt before was given up. */
async function attemptsOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) =>
    started ? [{ attempt: started.attempt, givenUpFor: started.lastFailure?.timeoutFailureInfo?.timeoutType }] : [],
  );
}

test('a decision whose worker dies while it is being recorded is given to another worker for want of a beat', async () => {
  const activities = world.desk.activities();
  const dying = await testWorker(world.onLine, {
    taskQueue: world.desk.queue,
    activities: {
      ...activities,
      async recordRequest(record: RecordRequest) {
        if (isDecided(record)) await world.line.set({ kind: 'refuse' });
        return activities.recordRequest(record);
      },
    },
  });
  const mail = await testWorker(world.temporal, { taskQueue: `${world.desk.queue}-mail`, activities });
  await withWorkers([dying, mail], async () => {
    const request = await opened();
    const decided = request.act('A', 'approve');
    const other = await testWorker(world.temporal, { taskQueue: world.desk.queue, activities });
    await withWorkers([other], async () => {
      expect(await decided).toBeNull();
      expect(await request.handle.result()).toMatchObject({ status: 'approved' });
    });
    await world.line.set({ kind: 'pass' });

    expect(await attemptsOf(request.handle)).toContainEqual({
      attempt: 2,
      givenUpFor: proto.api.enums.v1.TimeoutType.TIMEOUT_TYPE_HEARTBEAT,
    });
    expect(await request.taskOf('A')).toMatchObject({ status: 'approved' });
  });
}, 90_000);

test('a record that takes its time beats meanwhile and is begun once', async () => {
  const activities = world.desk.activities();
  let begun = 0;
  const slow = await testWorker(world.temporal, {
    taskQueue: world.desk.queue,
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
  const mail = await testWorker(world.temporal, { taskQueue: `${world.desk.queue}-mail`, activities });
  await withWorkers([slow, mail], async () => {
    const request = await opened();
    expect(await request.act('A', 'approve')).toBeNull();

    expect(begun).toBe(1);
    expect((await attemptsOf(request.handle)).filter(({ attempt }) => attempt !== 1)).toEqual([]);
  });
}, 90_000);
