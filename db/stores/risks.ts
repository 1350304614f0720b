import type { SeedRisk } from '../../domain/risk/seed';
import type { Risk } from '../../domain/risk/record-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

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

export async function risksOf(db: Db, engagementId: string): Promise<readonly (Risk & { readonly id: string })[]> {
  const rows = await db<{ id: string; engagement_id: string; definition: Risk }>('risks')
    .where({ engagement_id: engagementId })
    .orderBy('id');
  return rows.map(({ id, definition }) => ({ id, ...definition }));
}

/** Incidents and early-warning signals are facts: written once, never changed. */
export async function insertFact(
  trx: Trx,
  table: 'incidents' | 'signals',
  fact: { id: string; engagementId: string; definition: object; now: number },
): Promise<void> {
  await trx(table)
    .insert({
      id: fact.id,
      engagement_id: fact.engagementId,
      definition: JSON.stringify(fact.definition),
      created_at: new Date(fact.now),
    })
    .onConflict('id')
    .ignore();
}

export async function factsOf<T>(
  db: Db,
  table: 'incidents' | 'signals',
  engagementId: string,
): Promise<readonly (T & { readonly id: string })[]> {
  const rows = await db<{ id: string; engagement_id: string; definition: T }>(table)
    .where({ engagement_id: engagementId })
    .orderBy('id')
    .select('id', 'definition');
  return (rows as readonly { id: string; definition: T }[]).map(({ id, definition }) => ({ id, ...definition }));
}
