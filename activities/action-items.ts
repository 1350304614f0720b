import { lockActionItem, noteSaid, pendingWithoutEngagement } from '../db/stores/action-items';
import { findEngagement } from '../db/stores/engagements';
import type { Trx } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import type { ActionItemRecord } from '../domain/action-item/schema';
import { dueSteps, type DueSteps } from '../domain/action-item/steps';
import type { MailOrder } from '../domain/mail/order';
import { soundAlarms } from './alarms';
import { tellWith, togetherMail, type Told } from './event-items';

/**
 * Says what is due to be said about an item: its people are told of its state, recalled, and in the end others hear of it.
 * New work of the same event is told in the same mail.
 */
export async function sayItem(trx: Trx, id: string, now: number): Promise<readonly MailOrder[]> {
  const item = await lockActionItem(trx, id);
  const due = item && dueSteps(item, now);
  if (!due) return [];
  const others = due.tell ? await tellWith(trx, item, now) : [];
  await noteSaid(trx, id, {
    toldVersion: due.tell ? item.version : item.toldVersion,
    marksDone: item.marksDone + due.marksPassed,
  });
  const alarms = due.newlyOverdue ? await raise(trx, item, now) : [];
  const told = due.tell ? tellingsOf([item, ...others], now) : [];
  return [...told, ...recallsOf(item, { due, told, now }), ...alarms];
}

/** What lies with nobody's engagement is said by the nightly sweep. */
export async function sayItemsOfVendors(trx: Trx, now: number): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const { id } of await pendingWithoutEngagement(trx)) mails.push(...(await sayItem(trx, id, now)));
  return mails;
}

type ItemMailKind = 'action-item' | 'action-item-reminder';

const letterOf = (
  item: ActionItemRecord,
  { kind, subject, overdue, now }: { kind: ItemMailKind; subject: string; overdue: boolean; now: number },
) => {
  const facts = { item: item.id, overdue: String(overdue) };
  return (recipientId: string): MailOrder => ({
    key: `${item.id}:${kind}:${subject}:${recipientId}`,
    kind,
    recipientId,
    engagementId: item.engagementId,
    facts,
    now,
  });
};

/** To each person one mail about all that is new for them. */
function tellingsOf(items: readonly ActionItemRecord[], now: number): readonly MailOrder[] {
  const told = items.flatMap((item) => concerned(item).map((recipientId): Told => ({ recipientId, item })));
  return [...new Set(told.map(({ recipientId }) => recipientId))].flatMap((recipientId) => {
    const own = told.filter((one) => one.recipientId === recipientId);
    const together = togetherMail(own, now);
    if (together) return [together];
    return own.map(({ item }) =>
      letterOf(item, { kind: 'action-item', subject: `v${item.version}`, overdue: false, now })(recipientId),
    );
  });
}

interface Recall {
  readonly due: DueSteps;
  readonly told: readonly MailOrder[];
  readonly now: number;
}

/** Whoever is told of the item in this very moment needs no reminder of it. */
function recallsOf(item: ActionItemRecord, { due, told, now }: Recall): readonly MailOrder[] {
  if (due.marksPassed === 0) return [];
  const recalled = [...new Set([...holding(item), ...(due.overdue ? item.escalateIds : [])])];
  const subject = `m${item.marksDone + due.marksPassed}`;
  return recalled
    .filter((id) => !told.some(({ recipientId }) => recipientId === id))
    .map(letterOf(item, { kind: 'action-item-reminder', subject, overdue: due.overdue, now }));
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
