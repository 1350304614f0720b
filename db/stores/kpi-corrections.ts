import type { Correction } from '../../domain/kpi/correction-schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly key: string;
  readonly period: string;
  readonly kind: Correction['kind'];
  readonly value: number | null;
  readonly status: Correction['status'];
  readonly inputs: Correction['inputs'];
  readonly evidence: string | null;
  readonly reason: string | null;
  readonly side: Correction['side'];
  readonly proposed_by: string | null;
  readonly proposed_at: Date;
  readonly state: Correction['state'];
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly comment: string | null;
}

const toCorrection = (row: Row): Correction => ({
  id: row.id,
  key: row.key,
  period: row.period,
  kind: row.kind,
  value: row.value,
  status: row.status,
  inputs: row.inputs,
  evidence: row.evidence,
  reason: row.reason,
  side: row.side,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at.toISOString(),
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  comment: row.comment,
});

export async function insertCorrection(trx: Trx, engagementId: string, correction: Correction): Promise<void> {
  await trx('kpi_corrections').insert({
    id: correction.id,
    engagement_id: engagementId,
    key: correction.key,
    period: correction.period,
    kind: correction.kind,
    value: correction.value,
    status: correction.status,
    inputs: correction.inputs === null ? null : JSON.stringify(correction.inputs),
    evidence: correction.evidence,
    reason: correction.reason,
    side: correction.side,
    proposed_by: correction.proposedBy,
    proposed_at: correction.proposedAt,
    state: correction.state,
  });
}

export interface CorrectionFilter {
  readonly state?: Correction['state'] | undefined;
  /** The id after which to go on. */
  readonly after?: string | null;
  readonly limit: number;
}

/** Corrections of an engagement, first proposed first. */
export async function correctionsOf(
  db: Db,
  engagementId: string,
  { state, after = null, limit }: CorrectionFilter,
): Promise<readonly Correction[]> {
  const query = db<Row>('kpi_corrections').where({ engagement_id: engagementId }).orderBy('id').limit(limit);
  if (state) void query.where({ state });
  if (after !== null) void query.where('id', '>', after);
  return (await query.select<Row[]>('*')).map(toCorrection);
}

/** What waits for a second person about one KPI and period. */
export async function openCorrections(
  db: Db,
  engagementId: string,
  { key, period }: { readonly key: string; readonly period: string },
): Promise<readonly Correction[]> {
  const rows = await db<Row>('kpi_corrections')
    .where({ engagement_id: engagementId, key, period, state: 'proposed' })
    .orderBy('id')
    .select<Row[]>('*');
  return rows.map(toCorrection);
}

export async function findCorrection(db: Db, engagementId: string, id: string): Promise<Correction | null> {
  const row = await db<Row>('kpi_corrections').where({ engagement_id: engagementId, id }).first();
  return row ? toCorrection(row) : null;
}

export async function decideCorrection(
  trx: Trx,
  { id, state, decidedBy, decidedAt, comment }: Correction,
): Promise<void> {
  await trx('kpi_corrections')
    .where({ id, state: 'proposed' })
    .update({ state, decided_by: decidedBy, decided_at: decidedAt, comment });
}
