import type { SeedRisk } from '../../domain/risk/seed';
import type { Risk } from '../../domain/risk/record-schema';
import type { KeptRisk } from '../../domain/risk/risk';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: Risk;
  readonly version: number;
}

const toRisk = ({ id, definition, version }: Row): KeptRisk => ({ id, ...definition, version });

export async function seedRisks(trx: Trx, risks: readonly SeedRisk[], now: number): Promise<void> {
  const at = new Date(now);
  const rows = risks.map(({ id, engagementId, definition }) => ({
    id,
    engagement_id: engagementId,
    definition: JSON.stringify(definition),
    created_at: at,
    updated_at: at,
  }));
  await trx('risks').insert(rows).onConflict('id').ignore();
}

export async function insertRisk(
  trx: Trx,
  { id, engagementId, risk, now }: { id: string; engagementId: string; risk: Risk; now: number },
): Promise<void> {
  const at = new Date(now);
  await trx('risks')
    .insert({ id, engagement_id: engagementId, definition: JSON.stringify(risk), created_at: at, updated_at: at })
    .onConflict('id')
    .ignore();
}

export async function lockRisk(trx: Trx, engagementId: string, id: string): Promise<KeptRisk | null> {
  const row = await trx<Row>('risks').where({ id, engagement_id: engagementId }).forUpdate().first();
  return row ? toRisk(row) : null;
}

export async function saveRisk(trx: Trx, { id, version, ...risk }: KeptRisk, now: number): Promise<void> {
  await trx('risks')
    .where({ id })
    .update({ definition: JSON.stringify(risk), version, updated_at: new Date(now) });
}

export async function risksOf(db: Db, engagementId: string): Promise<readonly KeptRisk[]> {
  const rows = await db<Row>('risks').where({ engagement_id: engagementId }).orderBy('id');
  return rows.map(toRisk);
}
