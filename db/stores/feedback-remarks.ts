import type { NewRemark, RemarkView } from '../../domain/feedback/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly remarked_on: string;
  readonly source: string;
  readonly text: string;
  readonly rating: number | null;
  readonly recorded_by: string;
  readonly recorded_at: Date;
}

export interface RemarkEntry {
  readonly id: string;
  readonly engagementId: string;
  readonly remark: NewRemark;
  readonly actorId: string;
  readonly now: number;
}

export async function insertRemark(trx: Trx, { id, engagementId, remark, actorId, now }: RemarkEntry): Promise<void> {
  await trx('feedback_remarks').insert({
    id,
    engagement_id: engagementId,
    remarked_on: remark.on,
    source: remark.source,
    text: remark.text,
    rating: remark.rating ?? null,
    recorded_by: actorId,
    recorded_at: new Date(now),
  });
}

/** Newest first, so many at most. */
export async function remarksOf(db: Db, engagementId: string, limit: number): Promise<readonly RemarkView[]> {
  const rows = await db<Row>('feedback_remarks')
    .where({ engagement_id: engagementId })
    .orderBy([
      { column: 'remarked_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    on: row.remarked_on,
    source: row.source,
    text: row.text,
    rating: row.rating,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at.toISOString(),
  }));
}
