import type {
  CommunicationPlan,
  CommunicationPlanView,
  ContactView,
  NewContact,
} from '../../domain/communication/schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

interface PlanRow {
  readonly engagement_id: string;
  readonly plan: CommunicationPlan;
  readonly version: number;
  readonly updated_at: Date;
}

export interface WrittenPlan extends Pick<CommunicationPlanView, 'version' | 'updatedAt'> {
  readonly plan: CommunicationPlan | null;
}

/** The plan that somebody has written; version 0 before there is one. */
export const communicationPlanOf = (db: Db, engagementId: string): Promise<WrittenPlan> =>
  once(db, `communicationPlanOf ${engagementId}`, async () => {
    const row = await db<PlanRow>('communication_plans').where({ engagement_id: engagementId }).first();
    return row
      ? { plan: row.plan, version: row.version, updatedAt: row.updated_at.toISOString() }
      : { plan: null, version: 0, updatedAt: null };
  });

/** Puts a plan in place of the one before; the engagement is held by the caller. Answers its version. */
export async function saveCommunicationPlan(
  trx: Trx,
  engagementId: string,
  { plan, now }: { plan: CommunicationPlan; now: number },
): Promise<number> {
  const rows: { version: number }[] = await trx('communication_plans')
    .insert({ engagement_id: engagementId, plan: JSON.stringify(plan), version: 1, updated_at: new Date(now) })
    .onConflict('engagement_id')
    .merge({
      plan: JSON.stringify(plan),
      version: trx.raw('communication_plans.version + 1'),
      updated_at: new Date(now),
    })
    .returning('version');
  return rows[0]?.version ?? 1;
}

interface ContactRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: NewContact;
  readonly at: Date;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toContact = (row: ContactRow): ContactView => ({
  ...row.definition,
  id: row.id,
  recordedById: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

export interface LoggedContact {
  readonly id: string;
  readonly engagementId: string;
  readonly definition: NewContact;
  /** Epoch milliseconds at which both sides spoke, at the latest. */
  readonly at: number;
  readonly recordedById: string;
  readonly now: number;
}

export async function insertContact(trx: Trx, contact: LoggedContact): Promise<void> {
  await trx('contacts')
    .insert({
      id: contact.id,
      engagement_id: contact.engagementId,
      definition: JSON.stringify(contact.definition),
      at: new Date(contact.at),
      recorded_by: contact.recordedById,
      recorded_at: new Date(contact.now),
    })
    .onConflict('id')
    .ignore();
}

/** Newest record first. */
export async function listContacts(
  db: Db,
  engagementId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<readonly ContactView[]> {
  const query = db<ContactRow>('contacts').where({ engagement_id: engagementId }).orderBy('id', 'desc').limit(limit);
  if (before !== null) void query.where('id', '<', before);
  return (await query).map(toContact);
}
