import { noteAlarmSaid } from '../db/stores/alarms';
import { appendAudit, engagementStream } from '../db/stores/audit';
import { type EngagementRow, findEngagement } from '../db/stores/engagements';
import { raiseAlarms } from '../db/stores/raise-alarms';
import { comingReviews, saveMeeting } from '../db/stores/reviews';
import { inTransaction, type Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import type { CourseStep } from '../domain/review/course';
import type { Meeting, MeetingAction } from '../domain/review/meeting';
import { holders, letters } from './agenda/people';
import type { Deps } from './deps';
import { openActions } from './review-actions';
import { lettersToBoth, lettersToUs, reviewFacts, type Step } from './review-letters';

interface MeetingStep extends Step {
  readonly meeting: Meeting;
}

/** What a review meeting writes: every change of it, the work that it agrees, and the alarm when nobody met. */
export const reviewActivities = ({ db }: Pick<Deps, 'db'>) => ({
  /** Everybody who is asked to come, told the date, the new date, or that the meeting is off. */
  inviteToReview: (step: Step & { readonly meeting?: Meeting }): Promise<readonly MailOrder[]> => {
    const { order, meeting } = step;
    const kind = meeting?.state === 'cancelled' ? 'review-cancelled' : 'review-invitation';
    const sequence = meeting?.sequence ?? 0;
    const subject = sequence === 0 ? order.reviewId : `${order.reviewId}:${sequence}`;
    return lettersToBoth(db, step, { kind, subject, facts: { moved: String(sequence > 0) } });
  },

  recordMeeting: (step: MeetingStep & { action: MeetingAction }): Promise<readonly MailOrder[]> => {
    const { order, meeting, action, now } = step;
    return inTransaction(db, async (trx) => {
      await saveMeeting(trx, meeting, now);
      await openActions(trx, step);
      await appendAudit(trx, engagementStream(order.engagementId), [meetingEntry(step, action)]);
      return lettersOf(trx, step);
    });
  },

  recordMissedReview: (step: MeetingStep): Promise<readonly MailOrder[]> =>
    inTransaction(db, (trx) => missReview(trx, step)),

  /** Minutes or approvals are late: whoever owes them is asked again. */
  recallReview: (
    step: MeetingStep & { readonly kind: CourseStep['kind']; readonly round: number },
  ): Promise<readonly MailOrder[]> => {
    const { order, meeting, kind, round } = step;
    const subject = `${order.reviewId}:v${meeting.version}:r${round}`;
    if (kind === 'recall-minutes')
      return lettersToUs(db, step, { kind: 'review-minutes-due', subject, roles: ['owner', 'serviceManager'] });
    const missing = (['us', 'vendor'] as const).filter((side) => !meeting.approvedBy.includes(side));
    return lettersToBoth(db, step, { kind: 'review-minutes', subject, facts: { overdue: 'true' }, sides: missing });
  },

  /** Reviews of an engagement that are still to be held. */
  comingReviews: ({ engagementId }: { engagementId: string }): Promise<readonly string[]> =>
    comingReviews(db, engagementId),
});

/** Both sides get new minutes to read and approve; ours hear of an objection. */
async function lettersOf(
  trx: Trx,
  step: MeetingStep & { readonly action: MeetingAction },
): Promise<readonly MailOrder[]> {
  const { order, meeting, action } = step;
  const subject = `${order.reviewId}:v${meeting.version}`;
  const isNew = action.type === 'minutes' || action.type === 'actions';
  if (isNew && meeting.state === 'minuted')
    return lettersToBoth(trx, step, { kind: 'review-minutes', subject, facts: { overdue: 'false' } });
  return action.type === 'object'
    ? lettersToUs(trx, step, {
        kind: 'review-objection',
        subject,
        roles: ['owner', 'serviceManager', 'contractManager'],
      })
    : [];
}

async function missReview(trx: Trx, { order, meeting, now }: MeetingStep): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(trx, order.engagementId);
  if (!engagement) return [];
  await saveMeeting(trx, meeting, now);
  const evidence = { reviewId: order.reviewId, period: order.period };
  const found = { rule: 'REVIEW_MISSED', subject: order.period, severity: 'amber' as const, evidence };
  // The mail about the review tells of it; the alarm has only its deadline to speak of.
  for (const id of await raiseAlarms({ trx, engagement, now }, [found]))
    await noteAlarmSaid(trx, id, { told: 1, marksDone: 0 });
  await appendAudit(trx, engagementStream(engagement.id), [missedEntry({ order, now })]);
  return missedLetters(engagement, { order, now });
}

const meetingEntry = ({ order, meeting, now }: MeetingStep, action: MeetingAction) => ({
  key: `review:${order.reviewId}:v${meeting.version}`,
  at: now,
  type: `review.${action.type}`,
  ...(action.actorId !== null && { actorId: action.actorId }),
  channel: action.channel ?? ('api' as const),
  payload: { reviewId: order.reviewId, period: order.period, state: meeting.state, ...detailOf(action) },
});

/** What of an action the trail keeps besides the meeting itself. */
function detailOf(action: MeetingAction): Readonly<Record<string, unknown>> {
  switch (action.type) {
    case 'approve':
    case 'object':
      return { side: action.side, ...(action.comment !== undefined && { comment: action.comment }) };
    case 'reschedule':
      return {
        meetingAt: new Date(action.dates.meetingAt).toISOString(),
        ...(action.reason && { reason: action.reason }),
      };
    case 'cancel':
      return { reason: action.reason };
    case 'actions':
      return { actions: action.actions.length };
    case 'held':
    case 'minutes':
      return {};
  }
}

const missedEntry = ({ order, now }: Step) => ({
  key: `review:${order.reviewId}:missed`,
  at: now,
  type: 'review.missed',
  channel: 'workflow' as const,
  payload: { reviewId: order.reviewId, period: order.period },
});

const missedLetters = (engagement: EngagementRow, { order, now }: Step): readonly MailOrder[] =>
  letters(engagement, holders(engagement, 'owner'), {
    kind: 'review-missed',
    subject: order.reviewId,
    facts: reviewFacts(order),
    now,
  });
