import {
  actOnMeeting,
  type Meeting,
  type MeetingAction,
  meetingObjection,
  missMeeting,
  scheduleMeeting,
} from '../../../domain/review/meeting';

const by = { actorId: 'ann' };
const held: MeetingAction = { ...by, type: 'held', at: 1, participants: ['ann', 'bo'] };
const minutes: MeetingAction = { ...by, type: 'minutes', text: 'Agreed.' };
const approve = (side: 'us' | 'vendor'): MeetingAction => ({ ...by, type: 'approve', side });
const meeting = scheduleMeeting('m1');
const after = (...actions: readonly MeetingAction[]): Meeting => actions.reduce(actOnMeeting, meeting);

test('a meeting is held, noted and approved by both sides', () => {
  expect(after(held, minutes, approve('us')).state).toBe('minuted');
  expect(after(held, minutes, approve('us'), approve('vendor'))).toMatchObject({
    state: 'approved',
    approvedBy: ['us', 'vendor'],
  });
});

test('nothing is noted or approved before the meeting was held', () => {
  expect([minutes, approve('us')].map((action) => meetingObjection(meeting, action)?.code)).toEqual([
    'STATE_CONFLICT',
    'STATE_CONFLICT',
  ]);
});

test('there is nothing to approve before there are minutes', () => {
  expect(meetingObjection(after(held), approve('us'))?.code).toBe('STATE_CONFLICT');
});

test('a side approves once, and changed minutes need both anew', () => {
  const once = after(held, minutes, approve('us'));

  expect(meetingObjection(once, approve('us'))?.code).toBe('STATE_CONFLICT');
  expect(actOnMeeting(once, minutes).approvedBy).toEqual([]);
});

test('approved minutes stay as they are', () => {
  const done = after(held, minutes, approve('us'), approve('vendor'));

  expect([held, minutes, approve('us')].map((action) => meetingObjection(done, action)?.code)).not.toContain(undefined);
});

test('a missed meeting may still be held late, and a held one is not missed', () => {
  expect(meetingObjection(missMeeting(meeting), held)).toBeNull();
  expect(missMeeting(after(held)).state).toBe('held');
});

const dates = { meetingAt: 10, minutesDueAt: 20, approvalDueAt: 30, missedAt: 40 };

test('a meeting to come can be moved or called off, and each time its invitation is another one', () => {
  const moved = after({ ...by, type: 'reschedule', dates });
  expect(moved).toMatchObject({ state: 'scheduled', dates, sequence: 1 });
  expect(actOnMeeting(missMeeting(meeting), { ...by, type: 'reschedule', dates }).state).toBe('scheduled');
  const off = actOnMeeting(moved, { ...by, type: 'cancel', reason: 'Holiday' });
  expect(off).toMatchObject({ state: 'cancelled', sequence: 2 });
  expect(meetingObjection(off, held)?.code).toBe('STATE_CONFLICT');
  expect(meetingObjection(after(held), { ...by, type: 'cancel', reason: 'Late' })?.code).toBe('STATE_CONFLICT');
});

test('actions belong to the minutes: adding one asks both sides anew', () => {
  const action = { title: 'Hire', ownerId: null, due: '2027-01-01' };
  const added = actOnMeeting(after(held, minutes, approve('us')), { ...by, type: 'actions', actions: [action] });

  expect(added).toMatchObject({ approvedBy: [], actions: [action] });
});

test('a side objects once to the same minutes, and may still change its mind', () => {
  const object: MeetingAction = { ...by, type: 'object', side: 'vendor', comment: 'No.', at: 5 };
  const objected = actOnMeeting(after(held, minutes, approve('us')), object);

  expect(objected).toMatchObject({ approvedBy: ['us'], objection: { side: 'vendor' } });
  expect(meetingObjection(objected, object)?.code).toBe('STATE_CONFLICT');
  expect(actOnMeeting(objected, approve('vendor'))).toMatchObject({ state: 'approved', objection: null });
});
