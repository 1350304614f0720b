import { openActionItem } from '../db/stores/action-items';
import { findEngagement } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import { dueOnDay } from '../domain/action-item/marks';
import { actionKey, type Meeting, type MeetingAction } from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { holders } from './agenda/people';

interface Agreed {
  readonly order: ReviewOrder;
  readonly meeting: Meeting;
  readonly action: MeetingAction;
  readonly now: number;
}

/** What a meeting has agreed becomes work that is recalled and escalated; each action once. */
export async function openActions(trx: Trx, { order, meeting, action, now }: Agreed): Promise<void> {
  if (action.type !== 'actions') return;
  const engagement = await findEngagement(trx, order.engagementId);
  if (!engagement) return;
  const first = meeting.actions.length - action.actions.length;
  const [manager = engagement.owner_id] = holders(engagement, 'serviceManager');
  for (const [index, { title, ownerId, due }] of action.actions.entries())
    await openActionItem(trx, {
      key: actionKey(order.reviewId, first + index),
      engagementId: engagement.id,
      kind: 'review-action',
      title,
      assigneeId: ownerId ?? manager,
      escalateIds: holders(engagement, 'owner', 'serviceManager'),
      opensAt: now,
      dueAt: dueOnDay(engagement.time_zone, due),
      now,
    });
}
