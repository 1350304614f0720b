import { asOurselves } from '../../db/wall/scope';
import { itemsOfKind } from '../../db/stores/action-items';
import type { Db } from '../../db/knex';
import { findPeople } from '../../db/stores/people';
import type { StoredReview } from '../../db/stores/reviews';
import { actionKey, meetingObjection, type Side } from '../../domain/review/meeting';
import { type MeetingView, type ReviewOffer } from '../../templates/review-page-data';

/** A meeting with what became of its actions. */
export async function meetingView(db: Db, review: StoredReview): Promise<MeetingView> {
  const { id, engagementId, kind, period, meetingAt, meeting } = review;
  // Both sides read who of us does what was agreed.
  const { items, people } = await asOurselves(() => agreedWork(db, engagementId));
  return {
    kind,
    period,
    state: meeting.state,
    meetingAt: meeting.dates?.meetingAt ?? meetingAt,
    heldAt: meeting.heldAt,
    participants: meeting.participants,
    minutes: meeting.minutes,
    minutesDueAt: meeting.dates?.minutesDueAt ?? null,
    approvalDueAt: meeting.dates?.approvalDueAt ?? null,
    actions: meeting.actions.map(({ title, party = 'us', due }, index) => {
      const item = items.get(actionKey(id, index));
      const owner = people.find((person) => person.id === item?.assigneeId)?.name ?? null;
      return { title, party, owner, due, state: item?.state ?? 'open' };
    }),
    approvals: (['us', 'vendor'] as const).map((side) => ({ side, done: meeting.approvedBy.includes(side) })),
    objection: meeting.objection,
  };
}

async function agreedWork(db: Db, engagementId: string) {
  const items = await itemsOfKind(db, engagementId, 'review-action');
  const people = await findPeople(
    db,
    items.map(({ assigneeId }) => assigneeId),
  );
  return { items: new Map(items.map((item) => [item.key, item])), people };
}

const WHO = { actorId: null } as const;

interface Offered {
  readonly side: Side;
  /** Somebody of ours without a part in the engagement reads only. */
  readonly mayAct: boolean;
}

/** What a person of a side may do about a meeting now. */
export function offersOf({ meeting }: StoredReview, { side, mayAct }: Offered): Readonly<Record<ReviewOffer, boolean>> {
  const dates = { meetingAt: 0, minutesDueAt: 0, approvalDueAt: 0, missedAt: 0 };
  const may = (action: Parameters<typeof meetingObjection>[1]): boolean =>
    mayAct && meetingObjection(meeting, action) === null;
  return {
    held: may({ ...WHO, type: 'held', at: 0, participants: [] }),
    minutes: may({ ...WHO, type: 'minutes', text: '' }),
    actions: may({ ...WHO, type: 'actions', actions: [] }),
    approve: may({ ...WHO, type: 'approve', side }),
    object: may({ ...WHO, type: 'object', side, comment: '', at: 0 }),
    reschedule: may({ ...WHO, type: 'reschedule', dates }),
    cancel: may({ ...WHO, type: 'cancel', reason: '' }),
  };
}
