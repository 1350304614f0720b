import type { Subcontractor } from '../../domain/contract/subcontractor-schema';
import type { Db } from '../knex';
import { once } from '../once';
import type { Trx } from '../transaction';

type Definition = Pick<Subcontractor, 'vendorId' | 'name' | 'service' | 'country' | 'personalData'>;

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly parent_id: string | null;
  readonly definition: Definition;
  readonly active: boolean;
  readonly consent: Subcontractor['consent'];
  readonly requested_by: string;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly comment: string | null;
  readonly alarmed: boolean;
  readonly version: number;
}

const toNode = (row: Row): Subcontractor => ({
  id: row.id,
  ...row.definition,
  parentId: row.parent_id,
  active: row.active,
  consent: row.consent,
  requestedById: row.requested_by,
  decidedById: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  comment: row.comment,
  version: row.version,
});

/** Writes a node as it is now. */
export async function saveSubcontractor(
  trx: Trx,
  engagementId: string,
  { node, now }: { readonly node: Subcontractor; readonly now: number },
): Promise<void> {
  const { vendorId, name, service, country, personalData } = node;
  const columns = {
    parent_id: node.parentId,
    definition: JSON.stringify({ vendorId, name, service, country, personalData }),
    active: node.active,
    consent: node.consent,
    requested_by: node.requestedById,
    decided_by: node.decidedById,
    decided_at: node.decidedAt === null ? null : new Date(node.decidedAt),
    comment: node.comment,
    version: node.version,
    updated_at: new Date(now),
  };
  await trx('subcontractors')
    .insert({ id: node.id, engagement_id: engagementId, created_at: new Date(now), ...columns })
    .onConflict('id')
    // Consent that is asked for anew may raise the alarm anew.
    .merge({ ...columns, alarmed: trx.raw("subcontractors.alarmed and excluded.consent <> 'consented'") });
}

export const subcontractorsOf = (db: Db, engagementId: string): Promise<readonly Subcontractor[]> =>
  once(db, `subcontractorsOf ${engagementId}`, async () => {
    const rows = await db<Row>('subcontractors').where({ engagement_id: engagementId }).orderBy('id');
    return rows.map(toNode);
  });

/** Who works without consent and has raised no alarm yet. */
export async function unalarmedSubcontractors(db: Db, engagementId: string): Promise<readonly Subcontractor[]> {
  const rows = await db<Row>('subcontractors')
    .where({ engagement_id: engagementId, active: true, alarmed: false })
    .whereRaw("consent <> 'consented'")
    .orderBy('id');
  return rows.map(toNode);
}

export async function noteAlarmed(trx: Trx, id: string): Promise<void> {
  await trx('subcontractors').where({ id }).update({ alarmed: true });
}

/** Sub-contractors with the country for which each has raised the alarm that data goes abroad, if any. */
export async function borderAlarmsOf(db: Db, engagementId: string): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db<{ id: string; engagement_id: string; border_alarmed: string | null }>('subcontractors')
    .where({ engagement_id: engagementId })
    .select('id', 'border_alarmed');
  return new Map(rows.map(({ id, border_alarmed: country }) => [id, country]));
}

export async function noteBorderAlarm(trx: Trx, { id, country }: Pick<Subcontractor, 'id' | 'country'>): Promise<void> {
  await trx('subcontractors').where({ id }).update({ border_alarmed: country });
}
