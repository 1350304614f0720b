import { DomainError, fieldError } from '../domain/errors';
import type { Incident, IncidentView } from '../domain/risk/record-schema';
import { incidentWork, type IncidentWork } from '../domain/risk/incident-items';
import { riskRules } from '../db/read/risk-rules';
import { workCalendarOf } from '../db/read/work-calendar';
import { pendingWithKey } from '../db/read/pending-with-key';
import { openActionItem } from '../db/stores/action-items';
import type { EngagementRow } from '../db/stores/engagements';
import { lockIncident } from '../db/stores/incidents';
import { findPeople } from '../db/stores/people';
import type { Trx } from '../db/transaction';
import { warnOfEvents } from './warn-of-events';

export function checkDetection({ detectedAt }: Incident, now: number): void {
  if (Date.parse(detectedAt) > now) throw fieldError('detectedAt', 'must not lie in the future');
}

interface Recorded {
  readonly id: string;
  readonly incident: Incident;
  readonly now: number;
}

/** What follows from an incident as it stands: the work it asks for, opened once, and the warnings it gives rise to. */
export async function followIncident(trx: Trx, engagement: EngagementRow, recorded: Recorded): Promise<void> {
  const { incidents: rules } = await riskRules(trx);
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  for (const work of incidentWork(recorded.incident, { rules, calendar }))
    await open(trx, engagement, { ...recorded, work });
  await warnOfEvents(trx, engagement, recorded.now);
}

async function open(
  trx: Trx,
  engagement: EngagementRow,
  { id, work, now }: Recorded & { readonly work: IncidentWork },
): Promise<void> {
  const { id: engagementId, owner_id: ownerId, sponsor_id: sponsorId, roles } = engagement;
  const assigneeId = roles[work.who] ?? ownerId;
  await openActionItem(trx, {
    key: `${keyOf(id)}${work.part}`,
    engagementId,
    kind: work.kind,
    title: await titleFor(trx, work, assigneeId),
    assigneeId,
    // The vendor's report is looked at by us; whoever handed a thing in never accepts it.
    approverId: work.who === 'vendorRep' && assigneeId !== ownerId ? ownerId : null,
    escalateIds: [ownerId, ...(sponsorId === null ? [] : [sponsorId])],
    opensAt: now,
    dueAt: work.dueAt,
    ...(work.remindHours && { remindHours: work.remindHours }),
    alarm: work.alarm,
    now,
  });
}

const keyOf = (id: string): string => `incident:${id}:`;

/** In the language of whoever does it. */
async function titleFor(trx: Trx, { title }: IncidentWork, assigneeId: string): Promise<string | null> {
  if (title === null) return null;
  const [person] = await findPeople(trx, [assigneeId]);
  return title[person?.locale ?? 'en'];
}

export async function heldIncident(trx: Trx, engagementId: string, id: string): Promise<IncidentView> {
  const incident = await lockIncident(trx, engagementId, id);
  if (!incident) throw new DomainError('NOT_FOUND', 'There is no such incident.');
  return incident;
}

/** An incident is over once nothing that it asked for is left to do. */
export async function checkNothingLeft(trx: Trx, engagementId: string, id: string): Promise<void> {
  const left = await pendingWithKey(trx, engagementId, keyOf(id));
  if (left.length === 0) return;
  const errors = left.map(({ id: item, kind, title }) => ({ path: `action-items.${item}`, message: title ?? kind }));
  throw new DomainError('STATE_CONFLICT', 'Work of the incident is still open; do it, or have it left out.', errors);
}
