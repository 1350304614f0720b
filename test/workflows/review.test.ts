import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../activities';
import type { Meeting, MeetingAction } from '../../domain/review/meeting';
import type { ReviewOrder } from '../../domain/review/order';
import { keepHistory } from '../history';
import { heldUp, Journal, Outage } from '../fakes/troubles';
import { act, BY, HELD, MINUTES, US, VENDOR } from './review-steps';
import { ownQueue, testWorker, timeSkipping, type TestTemporal, withWorkers } from '../temporal';

let temporal: TestTemporal;
let journal: Journal;
beforeAll(async () => {
  temporal = await timeSkipping();
});
beforeEach(() => {
  journal = new Journal();
});
afterAll(() => temporal.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How a review keeps time: as it does now, or as those did that were opened before. */
let way: { readonly oneTimer?: true };
const WAYS = [
  ['with one timer', { oneTimer: true }],
  ['with a timer for each step', {}],
] as const;

/** What a review writes, noted in the journal instead. */
const fakes = () =>
  ({
    inviteToReview: ({ meeting }) =>
      journal.note(meeting?.sequence ? `invited again ${meeting.state}` : 'invited').then(() => []),
    recordMissedReview: ({ meeting }) => journal.note(`${meeting.state} v${meeting.version}`).then(() => []),
    recordMeeting: ({ action, meeting }) => journal.note(`${action.type} v${meeting.version}`).then(() => []),
    recallReview: ({ kind, round }) => journal.note(`${kind} ${round}`).then(() => []),
  }) satisfies Partial<Activities>;

/** A review that invites after one day, meets after two and is missed after four. */
async function review(
  work: (handle: WorkflowHandle) => Promise<void>,
  activities: Partial<Activities> = fakes(),
  kept?: string,
): Promise<Meeting> {
  const start = await temporal.now();
  const [taskQueue, reviewId] = [ownQueue(), randomUUID()];
  const order: ReviewOrder = {
    reviewId,
    engagementId: 'e1',
    kind: 'monthly',
    period: '2027-01',
    inviteAt: start + DAY,
    meetingAt: start + 2 * DAY,
    minutesDueAt: start + 8 * DAY,
    approvalDueAt: start + 12 * DAY,
    missedAt: start + 4 * DAY,
    ...way,
  };
  const worker = await testWorker(temporal, { taskQueue, activities });
  return withWorkers([worker], async () => {
    const args = { workflowId: `review-${reviewId}`, taskQueue, args: [order] };
    const handle = await temporal.client.workflow.start('reviewWorkflow', args);
    await work(handle);
    const meeting = (await handle.result()) as Meeting;
    if (kept) await keepHistory(handle, way.oneTimer ? `${kept}-one-timer` : kept);
    return meeting;
  });
}

describe.each(WAYS)('%s', (_name, chosen) => {
  beforeAll(() => void (way = chosen));

  test('held, noted and approved by both sides, a review ends, with its actions and without an alarm', async () => {
    const meeting = await review(
      async (handle) => {
        await temporal.sleep(2 * DAY);
        const todo = { title: 'Hire', ownerId: 'ann', due: '2027-03-01' };
        for (const action of [HELD, MINUTES, { ...BY, type: 'actions', actions: [todo] } as const, US, VENDOR])
          expect(await act(handle, action)).toBeNull();
      },
      fakes(),
      'review-3',
    );

    expect(meeting).toMatchObject({ state: 'approved', approvedBy: ['us', 'vendor'], actions: [{ title: 'Hire' }] });
    expect(journal.lines).toEqual(['invited', 'held v2', 'minutes v3', 'actions v4', 'approve v5', 'approve v6']);
  });

  test('what may not be is refused and leaves nothing in the records', async () => {
    await review(async (handle) => {
      await temporal.sleep(2 * DAY);
      expect(await act(handle, MINUTES)).toBe('STATE_CONFLICT');
      expect(await act(handle, HELD)).toBeNull();
      expect(await act(handle, US)).toBe('STATE_CONFLICT');
      for (const action of [MINUTES, US]) expect(await act(handle, action)).toBeNull();
      expect(await act(handle, US)).toBe('STATE_CONFLICT');
      expect(await act(handle, VENDOR)).toBeNull();
    });

    expect(journal.lines).toEqual(['invited', 'held v2', 'minutes v3', 'approve v4', 'approve v5']);
  });

  test('a review that nobody held sounds the alarm once, and can be held late', async () => {
    const meeting = await review(
      async (handle) => {
        await temporal.sleep(5 * DAY);
        expect(await handle.query<Meeting>('meeting')).toMatchObject({ state: 'missed' });
        for (const action of [HELD, MINUTES, US, VENDOR]) expect(await act(handle, action)).toBeNull();
      },
      fakes(),
      'review-4',
    );

    expect(meeting.state).toBe('approved');
    expect(journal.lines).toEqual(['invited', 'missed v2', 'held v3', 'minutes v4', 'approve v5', 'approve v6']);
  });

  test('minutes that nobody approves are left as they are after three months', async () => {
    const meeting = await review(async (handle) => {
      await temporal.sleep(2 * DAY);
      for (const action of [HELD, MINUTES, US]) await act(handle, action);
    });

    expect(meeting).toMatchObject({ state: 'minuted', approvedBy: ['us'] });
    expect(journal.lines.slice(4)).toEqual(['recall-approval 1', 'recall-approval 2', 'recall-approval 3']);
  });

  test('minutes that are not written are recalled until they are', async () => {
    await review(async (handle) => {
      await temporal.sleep(2 * DAY);
      await act(handle, HELD);
      await temporal.sleep(7 * DAY);
      expect(journal.lines).toEqual(['invited', 'held v2', 'recall-minutes 1']);
      for (const action of [MINUTES, US, VENDOR]) expect(await act(handle, action)).toBeNull();
    });

    expect(journal.lines.slice(3)).toEqual(['minutes v3', 'approve v4', 'approve v5']);
  });

  test('a meeting that is moved invites everybody again and is missed by its new date only', async () => {
    const meeting = await review(
      async (handle) => {
        await temporal.sleep(1.5 * DAY);
        const now = await temporal.now();
        const [meetingAt, missedAt] = [now + 10 * DAY, now + 20 * DAY];
        const dates = { meetingAt, minutesDueAt: now + 13 * DAY, approvalDueAt: now + 15 * DAY, missedAt };
        expect(await act(handle, { ...BY, type: 'reschedule', dates })).toBeNull();
        await temporal.sleep(15 * DAY);
        expect(await handle.query<Meeting>('meeting')).toMatchObject({ state: 'scheduled', sequence: 1, dates });
        await temporal.sleep(6 * DAY);
        expect(await handle.query<Meeting>('meeting')).toMatchObject({ state: 'missed' });
        for (const action of [HELD, MINUTES, US, VENDOR]) expect(await act(handle, action)).toBeNull();
      },
      fakes(),
      'review-5',
    );

    expect(meeting.state).toBe('approved');
    expect(journal.lines.slice(0, 4)).toEqual(['invited', 'reschedule v2', 'invited again scheduled', 'missed v3']);
  });

  test('when the service stands still, a meeting to come is called off and everybody invited hears of it', async () => {
    const meeting = await review(
      async (handle) => {
        await temporal.sleep(1.5 * DAY);
        await handle.signal('callOffReview', 'SUSPENDED');
      },
      fakes(),
      'review-6',
    );

    expect(meeting).toMatchObject({ state: 'cancelled', sequence: 1 });
    expect(journal.lines).toEqual(['invited', 'cancel v2', 'invited again cancelled']);
  });

  test('a meeting that nobody was invited to is called off in silence, and one that was held goes on', async () => {
    const silent = await review((handle) => handle.signal('callOffReview', 'CLOSED'));
    expect([silent.state, journal.lines]).toEqual(['cancelled', ['cancel v2']]);

    const held = await review(async (handle) => {
      await temporal.sleep(2 * DAY);
      await act(handle, HELD);
      await handle.signal('callOffReview', 'CLOSED');
      for (const action of [MINUTES, US, VENDOR]) expect(await act(handle, action)).toBeNull();
    });
    expect(held.state).toBe('approved');
  });

  test('an objection leaves the minutes open until they are changed and both sides have approved anew', async () => {
    const object: MeetingAction = { ...BY, type: 'object', side: 'vendor', comment: 'Not so.', at: 1 };
    const meeting = await review(async (handle) => {
      await temporal.sleep(2 * DAY);
      for (const action of [HELD, MINUTES, US, object]) expect(await act(handle, action)).toBeNull();
      expect(await handle.query<Meeting>('meeting')).toMatchObject({ state: 'minuted', objection: { side: 'vendor' } });
      for (const action of [MINUTES, VENDOR]) expect(await act(handle, action)).toBeNull();
      expect(await handle.query<Meeting>('meeting')).toMatchObject({ approvedBy: ['vendor'], objection: null });
      expect(await act(handle, US)).toBeNull();
    });

    expect(meeting.state).toBe('approved');
  });

  test('what is said while the record before is still being written comes after it', async () => {
    const { recordMeeting, ...others } = fakes();
    const slow = heldUp(recordMeeting);
    await review(
      async (handle) => {
        await temporal.sleep(2 * DAY);
        const held = act(handle, HELD);
        await slow.reached;
        const minutes = act(handle, MINUTES);
        slow.release();
        expect(await Promise.all([held, minutes])).toEqual([null, null]);
        for (const action of [US, VENDOR]) await act(handle, action);
      },
      { ...others, recordMeeting: slow.call },
    );

    expect(journal.lines).toEqual(['invited', 'held v2', 'minutes v3', 'approve v4', 'approve v5']);
  });

  test('a database that is away for hours delays invitation and alarm, and ends nothing', async () => {
    const outage = new Outage();
    outage.begin();
    const meeting = await review(async (handle) => {
      await temporal.sleep(DAY + HOUR);
      expect(outage.refused).toBeGreaterThan(10);
      expect(journal.lines).toEqual([]);
      outage.end();
      await temporal.sleep(3 * DAY - 2 * HOUR);
      expect(journal.lines).toEqual(['invited']);
      outage.begin();
      await temporal.sleep(2 * HOUR);
      outage.end();
      await temporal.sleep(HOUR);
      await journal.until('missed v2');
      for (const action of [HELD, MINUTES, US, VENDOR]) expect(await act(handle, action)).toBeNull();
    }, outage.cutsOffAll(fakes()));

    expect(meeting.state).toBe('approved');
    expect(journal.lines.slice(0, 3)).toEqual(['invited', 'missed v2', 'held v3']);
  });
});
