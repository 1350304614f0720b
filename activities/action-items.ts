import { lockActionItem, noteSaid, pendingWithoutEngagement } from '../db/stores/action-items';
import { findEngagement } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import type { ActionItemRecord } from '../domain/action-item/schema';
import { dueSteps, type DueSteps } from '../domain/action-item/steps';
import type { MailOrder } from '../domain/mail/order';
import { soundAlarms } from './alarms';

/** Says what is due to be said about an item: its people are told of its state, recalled, and in the end others hear of it. */
export async function sayItem(trx: Trx, id: string, now: number): Promise<readonly MailOrder[]> {
  const item = await lockActionItem(trx, id);
  const due = item && dueSteps(item, now);
  if (!due) return [];
  await noteSaid(trx, id, {
    toldVersion: due.tell ? item.version : item.toldVersion,
    marksDone: item.marksDone + due.marksPassed,
  });
  const alarms = due.newlyOverdue ? await raise(trx, item, now) : [];
  return [...mailsOf(item, due, now), ...alarms];
}

/** What lies with nobody's engagement is said by the nightly sweep. */
export async function sayItemsOfVendors(trx: Trx, now: number): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const { id } of await pendingWithoutEngagement(trx)) mails.push(...(await sayItem(trx, id, now)));
  return mails;
}

function mailsOf(item: ActionItemRecord, due: DueSteps, now: number): readonly MailOrder[] {
  const letter = (kind: 'action-item' | 'action-item-reminder', subject: string) => (recipientId: string) => ({
    key: `${item.id}:${kind}:${subject}:${recipientId}`,
    kind,
    recipientId,
    engagementId: item.engagementId,
    facts: { item: item.id, overdue: String(due.overdue) },
    now,
  });
  const told = due.tell ? concerned(item).map(letter('action-item', `v${item.version}`)) : [];
  const recalled =
    due.marksPassed > 0 ? [...new Set([...holding(item), ...(due.overdue ? item.escalateIds : [])])] : [];
  // Whoever is told of the item in this very moment needs no reminder of it.
  const others = recalled.filter((id) => !told.some(({ recipientId }) => recipientId === id));
  return [...told, ...others.map(letter('action-item-reminder', `m${item.marksDone + due.marksPassed}`))];
}

/** With whom it lies now. */
const holding = ({ state, assigneeId, approverId }: ActionItemRecord): readonly string[] =>
  state === 'submitted' ? [approverId ?? assigneeId] : [assigneeId];

/** Who has something to do because of its new state: a second person where it is to be left out. */
const concerned = (item: ActionItemRecord): readonly string[] =>
  item.waiver && item.escalateIds.length > 0 ? item.escalateIds : holding(item);

async function raise(trx: Trx, item: ActionItemRecord, now: number): Promise<readonly MailOrder[]> {
  const engagement = item.engagementId === null ? null : await findEngagement(trx, item.engagementId);
  if (!engagement || !item.alarm) return [];
  const due = localDate(engagement.time_zone, Date.parse(item.dueAt));
  const evidence = { itemId: item.id, due };
  const subject = item.title ?? item.kind;
  return soundAlarms({ trx, engagement, now }, [{ ...item.alarm, subject, evidence }]);
}
