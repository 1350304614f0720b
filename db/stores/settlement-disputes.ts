import { v7 as uuidv7 } from 'uuid';
import type { Dispute } from '../../domain/exit/dispute';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly line: number;
  readonly side: Dispute['side'];
  readonly reason: string | null;
  readonly raised_by: string | null;
  readonly raised_at: Date;
  readonly outcome: Dispute['outcome'];
  readonly minor: string | null;
  readonly resolution: string | null;
  readonly resolved_by: string | null;
  readonly resolved_at: Date | null;
}

const toDispute = (row: Row): Dispute => ({
  id: row.id,
  line: row.line,
  side: row.side,
  reason: row.reason,
  raisedBy: row.raised_by,
  raisedAt: row.raised_at.getTime(),
  outcome: row.outcome,
  minor: row.minor === null ? null : Number(row.minor),
  resolution: row.resolution,
  resolvedBy: row.resolved_by,
  resolvedAt: row.resolved_at?.getTime() ?? null,
});

/** In the order of the lines. */
export async function disputesOf(db: Db, engagementId: string): Promise<readonly Dispute[]> {
  const rows = await db<Row>('settlement_disputes').where({ engagement_id: engagementId }).orderBy('line');
  return rows.map(toDispute);
}

export type NewDisputeRow = Pick<Dispute, 'line' | 'side' | 'reason' | 'raisedBy'> & { readonly id?: string };

export async function insertDisputes(
  trx: Trx,
  engagementId: string,
  { disputes, now }: { readonly disputes: readonly NewDisputeRow[]; readonly now: number },
): Promise<void> {
  if (disputes.length === 0) return;
  await trx('settlement_disputes')
    .insert(
      disputes.map(({ id = uuidv7(), line, side, reason, raisedBy }) => ({
        ...{ id, line, side, reason },
        engagement_id: engagementId,
        raised_by: raisedBy,
        raised_at: new Date(now),
      })),
    )
    .onConflict(['engagement_id', 'line'])
    .ignore();
}

export interface Resolution {
  readonly outcome: NonNullable<Dispute['outcome']>;
  readonly minor: number;
  readonly resolution: string;
  readonly by: string;
  readonly now: number;
}

/** Ends an open dispute; one that has ended stays as it is. */
export async function saveResolution(trx: Trx, id: string, resolved: Resolution): Promise<void> {
  const { outcome, minor, resolution, by, now } = resolved;
  await trx('settlement_disputes')
    .where({ id })
    .whereNull('outcome')
    .update({ outcome, minor, resolution, resolved_by: by, resolved_at: new Date(now) });
}
