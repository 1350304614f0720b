import { noteAlarmSaid } from '../db/stores/alarms';
import { appendAudit, engagementStream } from '../db/stores/audit';
import { type EngagementRow, findEngagement } from '../db/stores/engagements';
import { raiseAlarms } from '../db/stores/raise-alarms';
import { saveMeeting } from '../db/stores/reviews';
import { inTransaction, type Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import type { Meeting, MeetingAction } from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { holders, letters } from './agenda/people';
import type { Deps } from './deps';

interface Step {
  readonly order: ReviewOrder;
  readonly now: number;
}

const TEAM = ['owner', 'sponsor', 'serviceManager', 'contractManager', 'vendorRep'] as const;

const facts = ({ reviewId, kind, period, meetingAt }: ReviewOrder): MailOrder['facts'] => ({
  reviewId,
  review: kind,
  period,
  meetingAt: new Date(meetingAt).toISOString(),
});

interface MeetingStep extends Step {
  readonly meeting: Meeting;
}

/** What a review meeting writes: every change of it, and the alarm when nobody met. */
export const reviewActivities = ({ db }: Pick<Deps, 'db'>) => ({
  async inviteToReview({ order, now }: Step): Promise<readonly MailOrder[]> {
    const engagement = await findEngagement(db, order.engagementId);
    const letter = { kind: 'review-invitation' as const, subject: order.reviewId, facts: facts(order), now };
    return engagement ? letters(engagement, holders(engagement, ...TEAM), letter) : [];
  },

  async recordMeeting({ order, meeting, action, now }: MeetingStep & { action: MeetingAction }): Promise<void> {
    await inTransaction(db, async (trx) => {
      await saveMeeting(trx, meeting, now);
      await appendAudit(trx, engagementStream(order.engagementId), [meetingEntry({ order, meeting, now }, action)]);
    });
  },

  async recordMissedReview(step: MeetingStep): Promise<readonly MailOrder[]> {
    return inTransaction(db, (trx) => missReview(trx, step));
  },
});

async function missReview(trx: Trx, { order, meeting, now }: MeetingStep): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(trx, order.engagementId);
  if (!engagement) return [];
  await saveMeeting(trx, meeting, now);
  const evidence = { reviewId: order.reviewId, period: order.period };
  const found = { rule: 'REVIEW_MISSED', subject: order.period, severity: 'amber' as const, evidence };
  // The mail about the review tells of it; the alarm has only its deadline to speak of.
  for (const id of await raiseAlarms({ trx, engagement, now }, [found]))
    await noteAlarmSaid(trx, id, { told: 1, marksDone: 0 });
  await appendAudit(trx, engagementStream(engagement.id), [missedEntry(order, now)]);
  return missedLetters(engagement, order, now);
}

const meetingEntry = ({ order, meeting, now }: MeetingStep, action: MeetingAction) => ({
  key: `review:${order.reviewId}:v${meeting.version}`,
  at: now,
  type: `review.${action.type}`,
  ...(action.actorId !== null && { actorId: action.actorId }),
  channel: action.channel ?? ('api' as const),
  payload: { reviewId: order.reviewId, period: order.period, state: meeting.state },
});

const missedEntry = (order: ReviewOrder, now: number) => ({
  key: `review:${order.reviewId}:missed`,
  at: now,
  type: 'review.missed',
  channel: 'workflow' as const,
  payload: { reviewId: order.reviewId, period: order.period },
});

const missedLetters = (engagement: EngagementRow, order: ReviewOrder, now: number): readonly MailOrder[] =>
  letters(engagement, holders(engagement, 'owner'), {
    kind: 'review-missed',
    subject: order.reviewId,
    facts: facts(order),
    now,
  });
