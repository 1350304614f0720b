import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporal as proto } from '@temporalio/proto';
import type { Activities } from '../../activities';
import type { RecordRequest } from '../../activities/approval';
import type { Meeting } from '../../domain/review/meeting';
import type { ReviewOrder } from '../../domain/review/order';
import { ownQueue, testWorker, withWorkers } from '../temporal';
import { BehindLine } from './behind-line';
import { act, HELD } from './review-steps';

const DAY = 86_400_000;

let world: BehindLine;
beforeAll(async () => {
  world = await BehindLine.open();
}, 60_000);
afterAll(() => world.close());

const isReminder = ({ state }: RecordRequest): boolean =>
  state.tasks.some(({ clock, status }) => clock.reminded === 1 && status === 'active');

/**
 * The worker comes to a reminder, and the engine does not hear of it before it gives the turn to somebody else. The decision
 * that came meanwhile is taken before the reminder then, which the first attempt could not know.
 */
test('a decision that overtakes a reminder whose turn was lost on the way is what the records say', async () => {
  const activities = world.desk.activities();
  const reached = new EventEmitter();
  const recordRequest = async (record: RecordRequest): Promise<number | null> => {
    const answer = await activities.recordRequest(record);
    if (isReminder(record)) await world.line.set({ kind: 'refuse' }).then(() => reached.emit('reminder'));
    return answer;
  };
  const mail = await testWorker(world.temporal, { taskQueue: `${world.desk.queue}-mail`, activities });
  const worker = await testWorker(world.onLine, {
    taskQueue: world.desk.queue,
    activities: { ...activities, recordRequest },
  });
  await withWorkers([worker, mail], async () => {
    const reminded = once(reached, 'reminder');
    const remind = { escalation: false, selfHandler: 'allow', reminders: { repeat: 'PT2S', max: 1 } };
    const request = await world.desk.open(
      await world.desk.policy([world.desk.step(['A'], remind)], { minGap: 'PT1S' }),
    );
    await reminded;
    const decided = request.act('A', 'approve');
    await givenUp(request.handle.workflowId);
    await world.line.set({ kind: 'pass' });

    expect(await decided).toBeNull();
    expect(await request.handle.result()).toMatchObject({ status: 'approved' });
    expect(await request.view()).toMatchObject({ status: 'approved' });
    expect(await request.taskOf('A')).toMatchObject({ status: 'approved' });
  });
}, 120_000);

/** The same for a meeting: somebody says that it was held while the engine waits for whoever sounds the alarm that it was missed. */
test('a meeting that was held is never recorded as missed too, although that turn was lost on the way', async () => {
  const recorded: Meeting[] = [];
  const reached = new EventEmitter();
  const reviewId = randomUUID();
  const [now, taskQueue] = [Date.now(), ownQueue()];
  const order: ReviewOrder = {
    ...{ reviewId, engagementId: 'e1', kind: 'monthly', period: '2027-01', oneTimer: true },
    ...{
      inviteAt: now,
      meetingAt: now + 500,
      missedAt: now + 3_000,
      minutesDueAt: now + DAY,
      approvalDueAt: now + DAY,
    },
  };
  const note = (meeting: Meeting): Promise<never[]> => Promise.resolve([]).finally(() => recorded.push(meeting));
  const activities: Partial<Activities> = {
    inviteToReview: () => Promise.resolve([]),
    recordMeeting: ({ meeting }) => note(meeting),
    recordMissedReview: async ({ meeting }) => {
      await note(meeting);
      await world.line.set({ kind: 'refuse' });
      reached.emit('alarm');
      return [];
    },
  };
  const worker = await testWorker(world.onLine, { taskQueue, activities });
  await withWorkers([worker], async () => {
    const alarm = once(reached, 'alarm');
    const workflowId = `review-${reviewId}`;
    const handle = await world.temporal.client.workflow.start('reviewWorkflow', {
      workflowId,
      taskQueue,
      args: [order],
    });
    await alarm;
    const held = act(handle, HELD);
    await givenUp(workflowId);
    await world.line.set({ kind: 'pass' });

    expect(await held).toBeNull();
    const meeting = await handle.query<Meeting>('meeting');
    expect(meeting.state).toBe('held');
    expect(recorded.filter(({ version }) => version === meeting.version)).toEqual([meeting]);
    await handle.terminate();
  });
}, 120_000);

const { PENDING_WORKFLOW_TASK_STATE_STARTED: WORKS } = proto.api.enums.v1.PendingWorkflowTaskState;

/** Once the engine waits no longer for whoever had the turn, or the work that came of it. */
async function givenUp(workflowId: string): Promise<void> {
  for (;;) {
    const { raw } = await world.temporal.client.workflow.getHandle(workflowId).describe();
    if (raw.pendingWorkflowTask && raw.pendingWorkflowTask.state !== WORKS) return;
    if (raw.pendingActivities?.some(({ attempt }) => (attempt ?? 0) >= 2)) return;
    await sleep(100);
  }
}
