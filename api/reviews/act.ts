import { asOurselves } from '../../db/wall/scope';
import { type EngagementAct, engagementAccess } from '../../domain/engagement/access';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { isInsider } from '../../domain/people/people';
import { approvalAfterMinutes, datesAfter } from '../../domain/review/dates';
import type { Meeting, MeetingAction, Side } from '../../domain/review/meeting';
import type {
  Actions,
  Approve,
  CallOff,
  Held,
  Minutes,
  Objecting,
  Reschedule,
} from '../../domain/review/record-schema';
import { findPeople } from '../../db/stores/people';
import { findReview, type StoredReview } from '../../db/stores/reviews';
import { workCalendarOf } from '../../db/read/work-calendar';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { reviewWorkflowId } from '../../workflows/ids';
import { teamOf } from '../engagement-scope';
import { planAgain } from '../plan-again';
import type { Services } from '../services';

export type ReviewDeps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** Somebody doing something about a review; without a person it is the vendor's contact behind a link. */
export interface Acting {
  readonly actor: Person | null;
  readonly channel: 'api' | 'page' | 'email';
  readonly now: number;
  readonly newId: string;
}

export async function existingReview(db: ReviewDeps['db'], id: string): Promise<StoredReview> {
  const review = await findReview(db, id);
  if (!review) throw new DomainError('NOT_FOUND', 'There is no such review.');
  return review;
}

/** What somebody must be allowed in the engagement for a step: the meeting is ours to run, its minutes belong to both sides. */
export const neededFor = (step: string): EngagementAct => (step === 'approve' || step === 'object' ? 'report' : 'edit');

/** The review with its engagement, when the person may do this to it. What one may not know of does not exist. */
export async function scopedReview(
  db: ReviewDeps['db'],
  id: string,
  asked: { readonly actor: Person; readonly act: EngagementAct },
): Promise<Found> {
  const review = await existingReview(db, id);
  const engagement = await findEngagement(db, review.engagementId);
  const refusal = engagement && engagementAccess(asked.act, asked.actor, teamOf(engagement));
  if (!engagement || refusal?.code === 'NOT_FOUND') throw new DomainError('NOT_FOUND', 'There is no such review.');
  if (refusal) throw DomainError.from(refusal);
  return { review, engagement };
}

/** The side of the table that a person sits on. */
export const sideOf = (person: Person, { roles }: EngagementRow): Side =>
  roles.vendorRep === person.id || !isInsider(person) ? 'vendor' : 'us';

export interface Found {
  readonly review: StoredReview;
  readonly engagement: EngagementRow;
}

/** Hands an action to the review's own process; what it writes is there when this returns. */
export async function actOnReview(
  deps: ReviewDeps,
  { review }: Found,
  { action, newId }: { readonly action: MeetingAction; readonly newId: string },
): Promise<Meeting> {
  const update = {
    ...{ id: reviewWorkflowId(review.id), update: 'actOnMeeting', arg: action },
    updateId: `${action.type}-${newId}`,
  };
  // Its process writes it, not who asks.
  const meeting = await asOurselves(() => deps.gateway.update<Meeting>(update));
  // Work that was agreed has dates of its own.
  if (action.type === 'actions') await planAgain(deps, review.engagementId);
  return meeting;
}

const by = ({ actor, channel }: Acting) => ({ actorId: actor?.id ?? null, channel });

async function whereOf({ db }: Pick<ReviewDeps, 'db'>, { time_zone: timeZone }: EngagementRow) {
  return { calendar: await workCalendarOf(db, timeZone), timeZone };
}

export type Ask<B> = (
  deps: ReviewDeps,
  found: Found,
  asked: { readonly body: B; readonly acting: Acting },
) => Promise<MeetingAction>;

export const heldAction: Ask<Held> = async (deps, { engagement }, { body, acting }) => {
  const at = body.at ? Date.parse(body.at) : acting.now;
  if (at > acting.now) throw fault('at', 'must not lie in the future');
  const { minutesDueAt, approvalDueAt } = datesAfter(await whereOf(deps, engagement), at);
  return { ...by(acting), type: 'held', at, participants: body.participants, due: { minutesDueAt, approvalDueAt } };
};

export const minutesAction: Ask<Minutes> = async (deps, { review, engagement }, { body, acting }) => {
  const { dates } = review.meeting;
  const where = await whereOf(deps, engagement);
  const due = dates && {
    minutesDueAt: dates.minutesDueAt,
    approvalDueAt: approvalAfterMinutes(where, { dueAt: dates.approvalDueAt, now: acting.now }),
  };
  return { ...by(acting), type: 'minutes', text: body.text, ...(due && { due }) };
};

export const actionsAction: Ask<Actions> = async ({ db }, _found, { body, acting }) => {
  const owners = body.actions.flatMap(({ ownerId }) => ownerId ?? []);
  const known = new Set((await findPeople(db, owners)).filter(({ active }) => active).map(({ id }) => id));
  const errors = body.actions.flatMap(({ ownerId }, index) =>
    ownerId === null || known.has(ownerId)
      ? []
      : [{ path: `actions.${index}.ownerId`, message: 'nobody active has this id' }],
  );
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'An owner is not known.', errors);
  const actions = body.actions.map(({ party, ...one }) => ({ ...one, ...(party && { party }) }));
  return { ...by(acting), type: 'actions', actions };
};

export const approveAction: Ask<Approve> = (_deps, { engagement }, { body, acting }) => {
  const own = acting.actor ? sideOf(acting.actor, engagement) : 'vendor';
  const side = body.side ?? own;
  if (side !== own) checkOnBehalf(own, body.comment);
  return Promise.resolve({ ...by(acting), type: 'approve', side, ...(body.comment && { comment: body.comment }) });
};

/** The vendor never approves for us; we may record how the vendor approved elsewhere. */
function checkOnBehalf(own: Side, comment: string | undefined): void {
  if (own === 'vendor') throw new DomainError('FORBIDDEN', 'The vendor approves for its own side only.');
  if (comment === undefined)
    throw new DomainError('COMMENT_REQUIRED', 'Say how the vendor approved, for example by a signed copy.', [
      { path: 'comment', message: 'is needed' },
    ]);
}

export const objectAction: Ask<Objecting> = (_deps, { engagement }, { body, acting }) => {
  const own = acting.actor ? sideOf(acting.actor, engagement) : 'vendor';
  if (body.side !== undefined && body.side !== own)
    return Promise.reject(new DomainError('FORBIDDEN', 'Each side objects for itself.'));
  return Promise.resolve({ ...by(acting), type: 'object', side: own, comment: body.comment, at: acting.now });
};

export const rescheduleAction: Ask<Reschedule> = async (deps, { engagement }, { body, acting }) => {
  const meetingAt = Date.parse(body.meetingAt);
  if (meetingAt <= acting.now) throw fault('meetingAt', 'must lie in the future');
  const dates = datesAfter(await whereOf(deps, engagement), meetingAt);
  return { ...by(acting), type: 'reschedule', dates, ...(body.reason && { reason: body.reason }) };
};

export const callOffAction: Ask<CallOff> = (_deps, _found, { body, acting }) =>
  Promise.resolve({ ...by(acting), type: 'cancel', reason: body.reason });

const fault = (path: string, message: string): DomainError =>
  new DomainError('INVALID_FIELDS', `${path}: ${message}`, [{ path, message }]);
