import { itemsOfKind, openActionItem } from '../../db/stores/action-items';
import { workCalendarOf } from '../../db/read/work-calendar';
import { type ActionItemKind, isPending } from '../../domain/action-item/kinds';
import { dueAfter } from '../../domain/action-item/due';
import { holders } from '../agenda/people';
import type { Standing } from './settle';

/** Business days in which the owner does what poor service asks for. */
const WORK_DAYS = 10;

interface Owed {
  readonly kind: ActionItemKind;
  /** Why it is asked for: the same reason asks once. */
  readonly reason: string;
  readonly title?: string;
}

/** The owner owes something; who is asked already is not asked for another reason as well. */
export async function askOwner({ trx, engagement, now }: Standing, { kind, reason, title }: Owed): Promise<void> {
  const asked = (await itemsOfKind(trx, engagement.id, kind)).some(({ state }) => isPending(state));
  if (asked) return;
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  const [assigneeId = engagement.owner_id] = holders(engagement, 'owner');
  await openActionItem(trx, {
    key: `${kind}:${reason}`,
    engagementId: engagement.id,
    kind,
    ...(title !== undefined && { title }),
    assigneeId,
    escalateIds: holders(engagement, 'sponsor'),
    opensAt: now,
    dueAt: dueAfter(calendar, { from: now, days: WORK_DAYS }),
    now,
  });
}
