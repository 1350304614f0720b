import { untoldOfEvent } from '../db/read/event-items';
import { lockActionItem, noteSaid } from '../db/stores/action-items';
import type { Trx } from '../db/transaction';
import { eventOf } from '../domain/action-item/event';
import type { ActionItemRecord } from '../domain/action-item/schema';
import { dueSteps } from '../domain/action-item/steps';
import type { MailOrder } from '../domain/mail/order';

/** What else of the same event is to be told now; from here on it counts as told, with the item that is spoken of. */
export async function tellWith(trx: Trx, item: ActionItemRecord, now: number): Promise<readonly ActionItemRecord[]> {
  const event = eventOf(item.key);
  if (event === null || item.toldVersion > 0) return [];
  const others: ActionItemRecord[] = [];
  for (const id of await untoldOfEvent(trx, event)) {
    const other = id === item.id ? null : await lockActionItem(trx, id);
    if (!other || !dueSteps(other, now)?.tell) continue;
    await noteSaid(trx, id, { toldVersion: other.version, marksDone: other.marksDone });
    others.push(other);
  }
  return others;
}

export interface Told {
  readonly recipientId: string;
  readonly item: ActionItemRecord;
}

/** One mail for everything that one event asks of a person; null where it is a single thing, which has a mail of its own. */
export function togetherMail(told: readonly Told[], now: number): MailOrder | null {
  const [first] = told;
  if (!first || told.length < 2) return null;
  const { recipientId, item } = first;
  const items = told.map((one) => one.item).sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return {
    key: `${eventOf(item.key)}:action-items:${item.id}:${recipientId}`,
    kind: 'action-items',
    recipientId,
    engagementId: item.engagementId,
    facts: { items: items.map(({ id }) => id).join(' ') },
    now,
  };
}
