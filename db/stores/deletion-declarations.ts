import type { Declaration, NewDeclaration } from '../../domain/exit/deletion-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import type { DatasetId } from './datasets';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly dataset_key: string;
  readonly about: Declaration['about'];
  readonly subcontractor_id: string | null;
  readonly party: string | null;
  readonly statement: string;
  readonly declared_by: string;
  readonly declared_on: string;
  readonly gone_by: string | null;
  readonly evidence: string | null;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

const toDeclaration = (row: Row): Declaration => ({
  id: row.id,
  about: row.about,
  party: row.party,
  subcontractorId: row.subcontractor_id,
  statement: row.statement,
  declaredBy: row.declared_by,
  declaredOn: row.declared_on,
  goneBy: row.gone_by,
  evidence: row.evidence,
  recordedAt: row.recorded_at.toISOString(),
});

/** What the vendor has declared about a dataset, in the order in which it was recorded. */
export async function declarationsOf(db: Db, { engagementId, key }: DatasetId): Promise<readonly Declaration[]> {
  const rows = await db<Row>('deletion_declarations')
    .where({ engagement_id: engagementId, dataset_key: key })
    .orderBy(['recorded_at', 'id']);
  return rows.map(toDeclaration);
}

export interface Declared {
  readonly id: string;
  readonly body: NewDeclaration;
  /** Name of the sub-contractor, as it is now. */
  readonly party: string | null;
  readonly recordedBy: string;
  readonly now: number;
}

export async function insertDeclaration(
  trx: Trx,
  { engagementId, key }: DatasetId,
  { id, body, party, recordedBy, now }: Declared,
): Promise<void> {
  await trx('deletion_declarations')
    .insert({
      id,
      engagement_id: engagementId,
      dataset_key: key,
      about: body.about,
      subcontractor_id: body.subcontractorId ?? null,
      party,
      statement: body.statement,
      declared_by: body.declaredBy,
      declared_on: body.declaredOn,
      gone_by: body.goneBy ?? null,
      evidence: body.evidence ?? null,
      recorded_by: recordedBy,
      recorded_at: new Date(now),
    })
    .onConflict('id')
    .ignore();
}
