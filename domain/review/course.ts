import { DAY_MS } from '../calendar/civil';
import type { Meeting } from './meeting';
import type { ReviewOrder } from './order';

/** What has been said about a review so far. */
export interface Told {
  /** SEQUENCE of the invitation that people hold; null before the first one. */
  readonly invited: number | null;
  readonly minutesRecalls: number;
  readonly approvalRecalls: number;
  /** Epoch milliseconds of the last recall; 0 before the first one. */
  readonly recalledAt: number;
}

export const NOTHING_TOLD: Told = { invited: null, minutesRecalls: 0, approvalRecalls: 0, recalledAt: 0 };

export interface CourseStep {
  readonly kind: 'invite' | 'miss' | 'recall-minutes' | 'recall-approval';
  /** Epoch milliseconds; what lies behind is due at once. */
  readonly at: number;
}

/** Late minutes and approvals are recalled so often, so many days apart. */
const RECALLS = 3;
const RECALL_EVERY = 2 * DAY_MS;
const INVITE_AHEAD = 5 * DAY_MS;

/** What the review does next by itself, or null while it only waits for people or is over. */
export function nextStep(order: ReviewOrder, meeting: Meeting, told: Told): CourseStep | null {
  const { minutesDueAt, approvalDueAt, missedAt, meetingAt } = meeting.dates ?? datesOf(order);
  switch (meeting.state) {
    case 'scheduled':
      if (told.invited === null) return { kind: 'invite', at: invitationAt(order, meeting.sequence, meetingAt) };
      return told.invited < meeting.sequence ? { kind: 'invite', at: 0 } : { kind: 'miss', at: missedAt };
    case 'cancelled':
      return told.invited !== null && told.invited < meeting.sequence ? { kind: 'invite', at: 0 } : null;
    case 'held':
      return recall('recall-minutes', { dueAt: minutesDueAt, made: told.minutesRecalls, told });
    case 'minuted':
      return recall('recall-approval', { dueAt: approvalDueAt, made: told.approvalRecalls, told });
    case 'missed':
    case 'approved':
      return null;
  }
}

/**
 * When to look again for a step at the latest. Minutes and approvals may be owed before a meeting is known to be missed, so
 * a look at the first of these dates serves whichever of them it will be.
 */
export const wakeAt = ({ kind, at }: CourseStep, { dates }: Meeting, now: number): number =>
  kind === 'miss' && dates !== null && dates.minutesDueAt > now ? Math.min(at, dates.minutesDueAt) : at;

/** A meeting that was moved to a nearer date is told in time for it. */
const invitationAt = ({ inviteAt }: ReviewOrder, sequence: number, meetingAt: number): number =>
  sequence === 0 ? inviteAt : Math.min(inviteAt, meetingAt - INVITE_AHEAD);

interface Owed {
  readonly dueAt: number;
  readonly made: number;
  readonly told: Told;
}

/** What was late already when it began to be owed is recalled once at once, and then days apart like the rest. */
const recall = (kind: CourseStep['kind'], { dueAt, made, told }: Owed): CourseStep | null =>
  made < RECALLS ? { kind, at: made === 0 ? dueAt : told.recalledAt + RECALL_EVERY } : null;

export const datesOf = ({ meetingAt, minutesDueAt, approvalDueAt, missedAt }: ReviewOrder) => ({
  meetingAt,
  minutesDueAt,
  // An order of before says nothing of it.
  approvalDueAt: approvalDueAt ?? minutesDueAt + RECALL_EVERY,
  missedAt,
});

interface Now {
  readonly meeting: Meeting;
  readonly now: number;
}

export function afterStep(told: Told, { kind }: CourseStep, { meeting, now }: Now): Told {
  switch (kind) {
    case 'invite':
      return { ...told, invited: meeting.sequence };
    case 'recall-minutes':
      return { ...told, minutesRecalls: told.minutesRecalls + 1, recalledAt: now };
    case 'recall-approval':
      return { ...told, approvalRecalls: told.approvalRecalls + 1, recalledAt: now };
    case 'miss':
      return told;
  }
}

export const isOver = ({ state }: Meeting): boolean => state === 'approved' || state === 'cancelled';
