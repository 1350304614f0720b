import { afterStep, isOver, nextStep, NOTHING_TOLD } from '../../../domain/review/course';
import { approvalAfterMinutes, datesAfter } from '../../../domain/review/dates';
import { actOnMeeting, type Meeting, type MeetingAction, scheduleMeeting } from '../../../domain/review/meeting';
import type { ReviewOrder } from '../../../domain/review/order';
import { shipped } from '../../calendars';

const DAY = 86_400_000;
const dates = { meetingAt: 20 * DAY, minutesDueAt: 23 * DAY, approvalDueAt: 25 * DAY, missedAt: 30 * DAY };
const order: ReviewOrder = {
  reviewId: 'r',
  engagementId: 'e',
  kind: 'monthly',
  period: '2027-01',
  inviteAt: 15 * DAY,
  ...dates,
};
const by = { actorId: 'ann' };
const meeting = scheduleMeeting('r', dates);
const after = (...actions: readonly MeetingAction[]): Meeting => actions.reduce(actOnMeeting, meeting);
const held: MeetingAction = { ...by, type: 'held', at: 1, participants: [] };
const minutes: MeetingAction = { ...by, type: 'minutes', text: 'Agreed.' };
const invited = { ...NOTHING_TOLD, invited: 0 };

test.each([
  ['first it invites', meeting, NOTHING_TOLD, 'invite', 15],
  ['then it waits for the day on which nobody met', meeting, invited, 'miss', 30],
  ['late minutes are recalled', after(held), invited, 'recall-minutes', 23],
  [
    'and again two days after that',
    after(held),
    { ...invited, minutesRecalls: 1, recalledAt: 24 * DAY },
    'recall-minutes',
    26,
  ],
  ['late approvals are recalled', after(held, minutes), invited, 'recall-approval', 25],
] as const)('%s', (_name, known, told, kind, day) => {
  expect(nextStep(order, known, told)).toEqual({ kind, at: day * DAY });
});

test('what has been said three times is not said again', () => {
  expect(nextStep(order, after(held), { ...invited, minutesRecalls: 3 })).toBeNull();
  expect(nextStep(order, after(held, minutes), { ...invited, approvalRecalls: 3 })).toBeNull();
});

test('a meeting that is moved is told at once, and to a near date without waiting for the old one', () => {
  const moved = after({ ...by, type: 'reschedule', dates: { ...dates, meetingAt: 8 * DAY } });

  expect(nextStep(order, moved, invited)).toEqual({ kind: 'invite', at: 0 });
  expect(nextStep(order, moved, NOTHING_TOLD)).toEqual({ kind: 'invite', at: 3 * DAY });
  expect(afterStep(invited, { kind: 'invite', at: 0 }, { meeting: moved, now: 0 }).invited).toBe(1);
});

test('one that is called off is told to whoever was invited, and then over', () => {
  const off = after({ ...by, type: 'cancel', reason: 'Holiday' });

  expect([nextStep(order, off, NOTHING_TOLD), isOver(off)]).toEqual([null, true]);
  expect(nextStep(order, off, invited)).toEqual({ kind: 'invite', at: 0 });
  expect(nextStep(order, off, { ...invited, invited: 1 })).toBeNull();
});

test('minutes are due three business days after the meeting, approvals five, and an alarm sounds after ten', () => {
  const where = { calendar: shipped('us'), timeZone: 'America/New_York' };
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const { meetingAt, ...owed } = datesAfter(where, Date.parse('2027-01-14T15:00:00Z'));

  // Martin Luther King Day is on the 18th.
  expect(Object.values(owed).map(day)).toEqual(['2027-01-20', '2027-01-22', '2027-01-29']);
  expect(day(meetingAt)).toBe('2027-01-14');
  const dueAt = owed.approvalDueAt;
  expect(approvalAfterMinutes(where, { dueAt, now: Date.parse('2027-01-15T12:00:00Z') })).toBe(dueAt);
  expect(day(approvalAfterMinutes(where, { dueAt, now: Date.parse('2027-02-01T12:00:00Z') }))).toBe('2027-02-03');
});
