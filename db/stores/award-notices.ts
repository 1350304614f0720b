import type { AwardNotice } from '../../domain/tender/award-notice';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly candidate_id: string;
  readonly engagement_id: string;
  readonly outcome: AwardNotice['outcome'];
  readonly rank: number | null;
  readonly decided_at: Date;
  readonly told_at: Date | null;
}

const toNotice = ({ candidate_id: candidateId, outcome, rank }: Row): AwardNotice => ({ candidateId, outcome, rank });

/** Keeps what bidders are told; a repetition changes nothing. */
export async function insertAwardNotices(
  trx: Trx,
  notices: readonly AwardNotice[],
  { engagementId, now }: { readonly engagementId: string; readonly now: number },
): Promise<void> {
  if (notices.length === 0) return;
  const rows = notices.map(({ candidateId, outcome, rank }) => ({
    candidate_id: candidateId,
    engagement_id: engagementId,
    outcome,
    rank,
    decided_at: new Date(now),
  }));
  await trx('award_notices').insert(rows).onConflict('candidate_id').ignore();
}

export async function findAwardNotice(db: Db, candidateId: string): Promise<AwardNotice | null> {
  const row = await db<Row>('award_notices').where({ candidate_id: candidateId }).first();
  return row ? toNotice(row) : null;
}

export async function untoldAwardNotices(db: Db, engagementId: string): Promise<readonly AwardNotice[]> {
  const rows = await db<Row>('award_notices')
    .where({ engagement_id: engagementId })
    .whereNull('told_at')
    .orderBy('candidate_id');
  return rows.map(toNotice);
}

export async function noteAwardTold(trx: Trx, engagementId: string, now: number): Promise<void> {
  await trx('award_notices')
    .where({ engagement_id: engagementId })
    .whereNull('told_at')
    .update({ told_at: new Date(now) });
}
