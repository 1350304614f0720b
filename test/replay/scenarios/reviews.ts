import { v7 as uuidv7 } from 'uuid';
import type { Meeting, MeetingAction } from '../../../domain/review/meeting';
import type { ReviewOrder } from '../../../domain/review/order';
import { act, BY, HELD, MINUTES, US, VENDOR } from '../../workflows/review-steps';
import { type Acting, alone, DAY, type Fakes, HOUR, type Scenario } from '../scenario';

const OBJECT: MeetingAction = { ...BY, type: 'object', side: 'vendor', comment: 'Not so.', at: 1 };
const ACTIONS: MeetingAction = { ...BY, type: 'actions', actions: [{ title: 'Hire', ownerId: 'ann', due: '2027-03-01' }] };
const mail = (key: string) => [
  { key, kind: 'review-invitation', recipientId: 'ann', engagementId: 'e1', facts: {}, now: 1 },
];
const fakes = (mails: boolean): Fakes => ({
  inviteToReview: () => Promise.resolve(mails ? mail('invited') : []),
  recordMissedReview: () => Promise.resolve(mails ? mail('missed') : []),
  recordMeeting: () => Promise.resolve(mails ? mail('recorded') : []),
  recallReview: () => Promise.resolve(mails ? mail('recalled') : []),
  sendMail: () => Promise.resolve(),
} as Fakes);

interface Course {
  readonly name: string;
  readonly story: string;
  readonly act: (acting: Acting) => Promise<void>;
}

/** Says one thing after the other; what may not be is refused. */
const say = async ({ handle }: Acting, ...actions: readonly MeetingAction[]): Promise<void> => {
  for (const action of actions) await act(handle, action);
};
const after = async (acting: Acting, days: number, ...actions: readonly MeetingAction[]): Promise<void> => {
  await acting.temporal.sleep(days * DAY);
  await say(acting, ...actions);
};

async function move(acting: Acting): Promise<void> {
  const now = await acting.temporal.now();
  const dates = {
    ...{ meetingAt: now + 10 * DAY, minutesDueAt: now + 13 * DAY },
    ...{ approvalDueAt: now + 15 * DAY, missedAt: now + 20 * DAY },
  };
  await say(acting, { ...BY, type: 'reschedule', dates });
}

const courses: readonly Course[] = [
  { name: 'held', story: 'Held, noted and approved by both sides.', act: (on) => after(on, 2, HELD, MINUTES, ACTIONS, US, VENDOR) },
  { name: 'at-once', story: 'Held before anybody was invited.', act: (on) => say(on, HELD, MINUTES, VENDOR, US) },
  { name: 'refusals', story: 'What may not be is refused.', act: (on) => after(on, 2, MINUTES, HELD, US, MINUTES, US, US, VENDOR) },
  { name: 'missed', story: 'Nobody meets, and the meeting is held late.', act: (on) => after(on, 5, HELD, MINUTES, US, VENDOR) },
  { name: 'missed-for-good', story: 'Nobody meets at all.', act: ({ temporal }) => temporal.sleep(5 * DAY) },
  { name: 'minutes-late', story: 'Minutes are recalled until they are written.', act: async (on) => after(on, 2, HELD).then(() => after(on, 7, MINUTES, US, VENDOR)) },
  { name: 'approval-late', story: 'The approval of the vendor is recalled until it comes.', act: async (on) => after(on, 2, HELD, MINUTES, US).then(() => after(on, 15, VENDOR)) },
  { name: 'never-approved', story: 'Minutes that one side never approves.', act: (on) => after(on, 2, HELD, MINUTES, US) },
  { name: 'objected', story: 'The vendor objects, the minutes are changed, both approve anew.', act: (on) => after(on, 2, HELD, MINUTES, US, OBJECT, MINUTES, VENDOR, US) },
  { name: 'moved', story: 'The meeting is moved after the invitation.', act: async (on) => { await on.temporal.sleep(1.5 * DAY); await move(on); await after(on, 11, HELD, MINUTES, US, VENDOR); } },
  { name: 'moved-early', story: 'The meeting is moved before anybody was invited, and missed.', act: async (on) => { await move(on); await after(on, 21, HELD, MINUTES, US, VENDOR); } },
  { name: 'called-off', story: 'The service stands still: whoever was invited hears that nobody meets.', act: async ({ handle, temporal }) => { await temporal.sleep(1.5 * DAY); await handle.signal('callOffReview', 'SUSPENDED'); } },
  { name: 'called-off-silently', story: 'Called off before anybody was invited.', act: ({ handle }) => handle.signal('callOffReview', 'CLOSED') },
  { name: 'called-off-too-late', story: 'Called off after it was held: it goes on.', act: async (on) => { await after(on, 2, HELD); await on.handle.signal('callOffReview', 'CLOSED'); await say(on, MINUTES, US, VENDOR); } },
];

interface Way {
  readonly suffix: string;
  readonly order: Partial<ReviewOrder>;
  readonly before?: readonly string[];
  /** All courses where nothing is said. */
  readonly only?: readonly string[];
}
const FOR_CHANGES = ['held', 'missed', 'objected', 'moved', 'called-off'];
const WAYS: readonly Way[] = [
  { suffix: '', order: { oneTimer: true } },
  { suffix: '-timer-for-each', order: {} },
  { suffix: '-before-course', order: {}, before: ['reviews-run-a-course'] },
  // Kept once more: from when records came to be written after their turn, and from when all changes were marked at the start.
  { suffix: '-after-the-turn', order: { oneTimer: true }, before: ['all-changes-from-the-start'], only: FOR_CHANGES },
  { suffix: '-from-the-start', order: { oneTimer: true }, only: FOR_CHANGES },
];

const orderFrom = (start: number, reviewId: string, part: Partial<ReviewOrder>): ReviewOrder => ({
  ...{ reviewId, engagementId: 'e1', kind: 'monthly', period: '2027-01', inviteAt: start + DAY, missedAt: start + 4 * DAY },
  ...{ meetingAt: start + 2 * DAY, minutesDueAt: start + 8 * DAY, approvalDueAt: start + 12 * DAY },
  ...part,
});

export const reviewScenarios = (): readonly Scenario[] =>
  WAYS.flatMap(({ suffix, order, before = [], only }) =>
    courses.filter(({ name }) => only?.includes(name) ?? true).map((course, index) => ({
      name: `review/${course.name}${suffix}`,
      story: course.story,
      before,
      play: async (stage) => {
        const reviewId = uuidv7();
        const args = [orderFrom(await stage.temporal.now(), reviewId, order)];
        const [type, workflowId] = ['reviewWorkflow', `review-${reviewId}`];
        return alone(stage, fakes(index % 2 === 0), { type, workflowId, args, meanwhile: async (acting) => {
          await course.act(acting);
          const meeting = await acting.handle.query<Meeting>('meeting');
          if (meeting.state !== 'cancelled') await acting.temporal.sleep(HOUR);
          await acting.handle.result();
        } });
      },
    })),
  );
