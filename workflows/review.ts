import { allHandlersFinished, condition, setHandler, sleep } from '@temporalio/workflow';
import {
  actOnMeeting,
  type Meeting,
  type MeetingAction,
  meetingObjection,
  missMeeting,
  scheduleMeeting,
} from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { allDelivered, deliver } from './mail';
import { actOnMeetingUpdate, meetingQuery } from './messages';
import { certain } from './proxies';
import { refuseIf } from './refuse';
import { Turns } from './turns';

const LATE_MEETINGS_UNTIL = '90 days';

/** One review meeting: invite, wait until it is held, noted and approved by both sides; sound the alarm when nobody met. */
export async function reviewWorkflow(order: ReviewOrder): Promise<Meeting> {
  let meeting = scheduleMeeting(order.reviewId);
  const turns = new Turns();
  setHandler(meetingQuery, () => meeting);
  setHandler(actOnMeetingUpdate, act, {
    validator: (action: MeetingAction) => refuseIf(meetingObjection(meeting, action)),
  });

  await sleep(Math.max(1, order.inviteAt - Date.now()), { summary: 'send invitations' });
  deliver(await turns.take(() => certain.inviteToReview({ order, now: Date.now() })));
  const held = await condition(() => meeting.state !== 'scheduled', Math.max(1, order.missedAt - Date.now()), {
    summary: 'meeting held?',
  });
  if (!held) await soundAlarm();
  await condition(() => meeting.state === 'approved', LATE_MEETINGS_UNTIL, { summary: 'minutes approved?' });
  await condition(() => allHandlersFinished() && allDelivered());
  return meeting;

  async function soundAlarm(): Promise<void> {
    meeting = missMeeting(meeting);
    const missed = meeting;
    deliver(await turns.take(() => certain.recordMissedReview({ order, meeting: missed, now: Date.now() })));
  }

  async function act(action: MeetingAction): Promise<Meeting> {
    meeting = actOnMeeting(meeting, action);
    const after = meeting;
    await turns.take(() => certain.recordMeeting({ order, meeting: after, action, now: Date.now() }));
    return after;
  }
}
