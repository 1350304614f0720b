import { CHANNELS, type CommunicationPlanView, type Responsiveness } from '../../domain/communication/schema';
import { communicationPlan } from '../../db/read/communication-plan';
import { listContacts } from '../../db/stores/communication';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import type { TalkOnPage } from '../../templates/service-page-data';
import { namesOf } from './request-view';

const SHOWN = 10;

/** How both sides talk, for the page on which a service is followed up. */
export async function talkOf(
  db: Db,
  row: EngagementRow,
  { lastContact, silentFrom }: Responsiveness,
): Promise<Omit<TalkOnPage, 'forms'>> {
  const { plan, origin, missing } = await communicationPlan(db, row);
  const contacts = await listContacts(db, row.id, { before: null, limit: SHOWN });
  return {
    plan: await planOf(db, plan),
    derived: origin === 'derived',
    missing,
    last: lastContact && { at: Date.parse(lastContact.at), kind: lastContact.kind },
    silentFrom: silentFrom === null ? null : Date.parse(silentFrom),
    contacts: contacts.map(({ on, channel, summary, participants }) => ({ on, channel, summary, participants })),
    channels: CHANNELS,
  };
}

async function planOf(db: Db, plan: CommunicationPlanView['plan']): Promise<TalkOnPage['plan']> {
  const { cadence, channels, contacts, escalation } = plan;
  const nameOf = await namesOf(
    db,
    escalation.map(({ personId }) => personId ?? null),
  );
  const contactOf = (email = ''): string => contacts.find((one) => one.email === email)?.name ?? email;
  return {
    cadence: typeof cadence === 'string' ? cadence : null,
    cadenceDays: typeof cadence === 'string' ? null : cadence.days,
    channels,
    contacts,
    escalation: escalation.map(({ level, personId, contact, afterBusinessDays }) => ({
      level,
      name: personId === undefined ? contactOf(contact) : nameOf(personId),
      days: afterBusinessDays,
    })),
  };
}
