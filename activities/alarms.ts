import { alarmsToSpeakOf, lockAlarm, noteAlarmSaid } from '../db/stores/alarms';
import { type EngagementRow, findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import { raiseAlarms } from '../db/stores/raise-alarms';
import type { Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import type { FoundAlarm } from '../domain/risk/alarm';
import type { AlarmRecord } from '../domain/risk/alarm-schema';
import { dueOfAlarm, type DueOfAlarm } from '../domain/risk/alarm-steps';
import { holders, letters } from './agenda/people';

interface Where {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** Raises what was found and tells the owner at once; of a red alarm also the sponsor. */
export async function soundAlarms(where: Where, found: readonly FoundAlarm[]): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const id of await raiseAlarms(where, found)) mails.push(...(await sayAlarm(where.trx, id, where.now)));
  return mails;
}

/** Says what is due to be said about an alarm: that it is there, or that nobody has done what was due. */
export async function sayAlarm(trx: Trx, id: string, now: number): Promise<readonly MailOrder[]> {
  const alarm = await lockAlarm(trx, id);
  const due = alarm && dueOfAlarm(alarm, now);
  const engagement = due && (await findEngagement(trx, alarm.engagementId));
  if (!engagement) return [];
  const marksDone = alarm.marksDone + due.marksPassed;
  await noteAlarmSaid(trx, id, { told: alarm.raised, marksDone });
  const told = due.tell ? tellOf({ alarm, engagement, now }) : [];
  const late = due.marksPassed > 0 ? await escalationOf(trx, { alarm, engagement, now }, { ...due, marksDone }) : [];
  return [...told, ...late];
}

/** What the engagements' own monitoring has left unsaid, because it was not running or not told. */
export async function sayAlarmsLeft(trx: Trx, now: number): Promise<readonly MailOrder[]> {
  const mails: MailOrder[] = [];
  for (const id of await alarmsToSpeakOf(trx, now)) mails.push(...(await sayAlarm(trx, id, now)));
  return mails;
}

interface Said {
  readonly alarm: AlarmRecord;
  readonly engagement: EngagementRow;
  readonly now: number;
}

function tellOf({ alarm, engagement, now }: Said): readonly MailOrder[] {
  const { id, raised, severity } = alarm;
  const people = severity === 'red' ? holders(engagement, 'owner', 'sponsor') : holders(engagement, 'owner');
  const subject = raised === 1 ? id : `${id}:${raised}`;
  return letters(engagement, people, { kind: 'alarm', subject, facts: { alarm: id, severity }, now });
}

/** The sponsor and the owner's manager hear of an alarm that its owner has left alone. */
async function escalationOf(
  trx: Trx,
  { alarm: { id, raised }, engagement, now }: Said,
  { missing, marksDone }: Pick<DueOfAlarm, 'missing'> & { readonly marksDone: number },
): Promise<readonly MailOrder[]> {
  const manager = (await findPerson(trx, engagement.owner_id))?.managerId;
  const people = [...new Set([...holders(engagement, 'sponsor'), ...(manager ? [manager] : [])])];
  const subject = `${id}:${missing}:${raised}:${marksDone}`;
  return letters(engagement, people, { kind: 'alarm-overdue', subject, facts: { alarm: id, missing }, now });
}
