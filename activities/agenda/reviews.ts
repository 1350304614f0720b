import { v7 as uuidv7 } from 'uuid';
import { rollingScoreOf } from '../../db/read/scorecards';
import { listAlarms } from '../../db/stores/alarms';
import type { EngagementRow } from '../../db/stores/engagements';
import { insertReview } from '../../db/stores/reviews';
import { scorecardsOf } from '../../db/stores/scorecards';
import type { Trx } from '../../db/transaction';
import { toInstant } from '../../domain/calendar/zone';
import { scheduleMeeting } from '../../domain/review/meeting';
import type { PerformItem } from './index';

const MEETING_TIME = 10 * 3_600_000;
const CARDS_IN_PACK = 6;

/** A review comes near: its pack is built from what is known now, and its meeting is set. */
export const openReview: PerformItem = async ({ trx, engagement, item, now }) => {
  const { kind = 'monthly', period = '', inviteOn = '', meetingOn = '', minutesDue = '', missedOn = '' } = item.facts;
  const at = (date: string): number => toInstant(engagement.time_zone, { date, msOfDay: MEETING_TIME });
  const id = uuidv7();
  const review = {
    id,
    engagementId: engagement.id,
    kind,
    period,
    state: 'scheduled',
    meetingAt: at(meetingOn),
    meeting: scheduleMeeting(id),
    pack: await buildPack(trx, engagement),
  };
  const reviewId = await insertReview(trx, review, now);
  const order = {
    reviewId,
    engagementId: engagement.id,
    kind,
    period,
    inviteAt: at(inviteOn),
    meetingAt: at(meetingOn),
    minutesDueAt: at(minutesDue),
    missedAt: at(missedOn),
  };
  return { reviews: [order] };
};

/** What the meeting talks about: the latest scorecards, the rolling score and the open alarms. */
async function buildPack(trx: Trx, engagement: EngagementRow): Promise<Readonly<Record<string, unknown>>> {
  const scorecards = await scorecardsOf(trx, engagement.id, CARDS_IN_PACK);
  const rolling = await rollingScoreOf(trx, engagement.id);
  const alarms = await listAlarms(trx, { engagementId: engagement.id, after: null, limit: 100 });
  return { title: engagement.title, scorecards, rolling, openAlarms: alarms.filter(({ state }) => state !== 'closed') };
}
