import { hrOwnerId } from '../db/read/needs';
import { planningSettings } from '../db/read/planning-settings';
import { cancelItems, itemsOfKind, openActionItem } from '../db/stores/action-items';
import { appendAudit, engagementStream } from '../db/stores/audit';
import { type EngagementRow, findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import type { Trx } from '../db/transaction';
import { isPending } from '../domain/action-item/kinds';
import { dueOnDay } from '../domain/action-item/marks';
import type { ActionItemRecord } from '../domain/action-item/schema';
import { localDate } from '../domain/calendar/zone';
import { type CommunicationDay, moveCommunications, type PlannedCommunication } from '../domain/planning/communication';
import { translate } from '../templates/catalog';

const DAY = 86_400_000;
/** Days before its own day from which on telling people is work. */
const AHEAD = 7;

export interface Transition {
  readonly engagementId: string;
  /** The day on which work changes hands, as far as it is known. */
  readonly on: string | undefined;
  readonly now: number;
}

/** Sets or moves the work of telling the people whom the outsourcing concerns. Where nobody is affected there is none. */
export async function planCommunications(trx: Trx, { engagementId, on, now }: Transition): Promise<void> {
  const engagement = await findEngagement(trx, engagementId);
  if (!engagement || on === undefined || !engagement.needs.employeeImpact?.headcountAffected) return;
  const { rules } = await planningSettings(trx);
  const planned = (await itemsOfKind(trx, engagementId, 'communication')).map(toPlanned);
  const today = localDate(engagement.time_zone, now);
  const { open, cancel } = moveCommunications(planned, { on, offsets: rules.communicationDays, today });
  if (open.length === 0) return;
  await cancelItems(trx, cancel, now);
  for (const day of open) await openDay(trx, engagement, { day, now });
  const payload = { on, days: open.map(({ date }) => date) };
  await appendAudit(trx, engagementStream(engagementId), [
    { key: `communication:${on}:${now}`, at: now, type: 'communication.planned', channel: 'workflow', payload },
  ]);
}

const keyOf = (engagementId: string, { offset, date }: CommunicationDay): string =>
  `communication:${engagementId}:${offset}:${date}`;

function toPlanned({ id, key, state }: ActionItemRecord): PlannedCommunication {
  const [, , offset = '0', date = ''] = key.split(':');
  return { id, offset: Number(offset), date, pending: isPending(state) };
}

async function openDay(
  trx: Trx,
  engagement: EngagementRow,
  { day, now }: { day: CommunicationDay; now: number },
): Promise<void> {
  const { id: engagementId, owner_id, sponsor_id } = engagement;
  const assigneeId = await speakerOf(trx, engagement);
  const speaker = await findPerson(trx, assigneeId);
  const dueAt = dueOnDay(engagement.time_zone, day.date);
  const word = day.offset < 0 ? 'before' : day.offset > 0 ? 'after' : 'on';
  await openActionItem(trx, {
    key: keyOf(engagementId, day),
    engagementId,
    kind: 'communication',
    title: translate(speaker?.locale ?? 'en', `communication.${word}`, { days: Math.abs(day.offset) }),
    assigneeId,
    escalateIds: [owner_id, ...(sponsor_id === null ? [] : [sponsor_id])],
    opensAt: Math.max(now, dueAt - AHEAD * DAY),
    dueAt,
    remindDays: [1],
    now,
  });
}

/** Who answers for the people in HR, as far as it is a person whom we know; otherwise the owner. */
async function speakerOf(trx: Trx, { needs, roles, owner_id }: EngagementRow): Promise<string> {
  const named = hrOwnerId(needs.employeeImpact?.hrOwner) ?? roles.hr ?? null;
  const person = named === null ? null : await findPerson(trx, named);
  return person?.active ? person.id : owner_id;
}
