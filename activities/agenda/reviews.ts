import { v7 as uuidv7 } from 'uuid';
import { insertReview } from '../../db/stores/reviews';
import { packOf, savePack } from '../../db/stores/review-packs';
import { toInstant } from '../../domain/calendar/zone';
import { scheduleMeeting } from '../../domain/review/meeting';
import { MEETING_TIME } from '../../domain/review/dates';
import type { ReviewKind } from '../../domain/review/pack-schema';
import { buildPack } from '../../db/read/pack';
import type { PerformItem } from './index';

/** A review comes near: its pack is built from what is known now, and its meeting is set. */
export const openReview: PerformItem = async ({ trx, engagement, item, now }) => {
  const {
    period = '',
    inviteOn = '',
    meetingOn = '',
    minutesDue = '',
    approvalDue = minutesDue,
    missedOn = '',
  } = item.facts;
  const kind = kindOf(item.facts['kind']);
  const at = (date: string): number => toInstant(engagement.time_zone, { date, msOfDay: MEETING_TIME });
  const dates = {
    meetingAt: at(meetingOn),
    minutesDueAt: at(minutesDue),
    approvalDueAt: at(approvalDue),
    missedAt: at(missedOn),
  };
  const id = uuidv7();
  const review = { id, engagementId: engagement.id, kind, period, state: 'scheduled', meetingAt: dates.meetingAt };
  const reviewId = await insertReview(trx, { ...review, meeting: scheduleMeeting(id, dates) }, now);
  if (!(await packOf(trx, reviewId))) {
    const pack = await buildPack(trx, engagement, { review: { reviewId, kind, period }, now });
    await savePack(trx, pack, { builtBy: null });
  }
  return { reviews: [{ reviewId, engagementId: engagement.id, kind, period, inviteAt: at(inviteOn), ...dates }] };
};

const kindOf = (kind: string | undefined): ReviewKind => (kind === 'quarterly' || kind === 'annual' ? kind : 'monthly');
