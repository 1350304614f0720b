import { WAITING_DAYS } from '../../domain/exit/deletion';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export interface Hold {
  readonly id: string;
  readonly engagementId: string;
  /** Null: all datasets of the engagement. */
  readonly datasetKey: string | null;
  readonly reason: string;
  readonly placedBy: string;
}

/** Names the lock that deletions of an engagement share, and that a new hold must have alone. */
const HOLD_LOCK = 7360112;

/** Until the transaction ends no hold comes into force. Many may delete side by side. */
export const keepHoldsOut = async (trx: Trx, engagementId: string): Promise<void> => {
  await trx.raw('select pg_advisory_xact_lock_shared(?, hashtext(?))', [HOLD_LOCK, engagementId]);
};

/** What is being deleted at this moment is gone before the hold counts; nothing is deleted under it. */
export async function insertHold(trx: Trx, hold: Hold, now: number): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(?, hashtext(?))', [HOLD_LOCK, hold.engagementId]);
  await trx('legal_holds')
    .insert({
      id: hold.id,
      engagement_id: hold.engagementId,
      dataset_key: hold.datasetKey,
      reason: hold.reason,
      placed_by: hold.placedBy,
      placed_at: new Date(now),
    })
    .onConflict('id')
    .ignore();
}

export async function releaseHold(
  trx: Trx,
  id: { engagementId: string; holdId: string },
  by: { actorId: string; now: number },
): Promise<boolean> {
  const changed = await trx('legal_holds')
    .where({ id: id.holdId, engagement_id: id.engagementId })
    .whereNull('released_at')
    .update({ released_by: by.actorId, released_at: new Date(by.now) });
  return changed > 0;
}

interface HoldRow {
  readonly id: string;
  readonly dataset_key: string | null;
  readonly reason: string;
}

/** Holds in force on an engagement, or on one of its datasets. */
export async function activeHolds(
  db: Db,
  engagementId: string,
  key?: string,
): Promise<readonly Pick<Hold, 'id' | 'datasetKey' | 'reason'>[]> {
  const query = db('legal_holds').where({ engagement_id: engagementId }).whereNull('released_at').orderBy('id');
  if (key !== undefined) void query.where((hold) => hold.whereNull('dataset_key').orWhere({ dataset_key: key }));
  const rows: HoldRow[] = await query.select('id', 'dataset_key', 'reason');
  return rows.map((row) => ({ id: row.id, datasetKey: row.dataset_key, reason: row.reason }));
}

export interface Waiver {
  readonly id: string;
  readonly engagementId: string;
  readonly days: number;
  readonly reason: string;
  readonly askedBy: string;
}

export async function insertWaiver(trx: Trx, waiver: Waiver, now: number): Promise<void> {
  await trx('exit_waivers')
    .insert({
      id: waiver.id,
      engagement_id: waiver.engagementId,
      days: waiver.days,
      reason: waiver.reason,
      asked_by: waiver.askedBy,
      asked_at: new Date(now),
    })
    .onConflict('id')
    .ignore();
}

interface WaiverRow {
  readonly id: string;
  readonly engagement_id: string;
  readonly days: number;
  readonly reason: string;
  readonly asked_by: string;
  readonly confirmed_by: string | null;
}

export async function lockWaiver(
  trx: Trx,
  id: { engagementId: string; waiverId: string },
): Promise<(Waiver & { confirmed: boolean }) | null> {
  const row = await trx<WaiverRow>('exit_waivers')
    .where({ id: id.waiverId, engagement_id: id.engagementId })
    .forUpdate()
    .first();
  if (!row) return null;
  return {
    id: row.id,
    engagementId: row.engagement_id,
    days: row.days,
    reason: row.reason,
    askedBy: row.asked_by,
    confirmed: row.confirmed_by !== null,
  };
}

export async function confirmWaiver(trx: Trx, id: string, by: { actorId: string; now: number }): Promise<void> {
  await trx('exit_waivers')
    .where({ id })
    .update({ confirmed_by: by.actorId, confirmed_at: new Date(by.now) });
}

/** The newest proposal, while nobody has confirmed it. */
export async function proposedWaiver(db: Db, engagementId: string): Promise<Waiver | null> {
  const row: WaiverRow | undefined = await db('exit_waivers')
    .where({ engagement_id: engagementId })
    .orderBy([{ column: 'asked_at', order: 'desc' }, 'id'])
    .first('id', 'engagement_id', 'days', 'reason', 'asked_by', 'confirmed_by');
  if (!row || row.confirmed_by !== null) return null;
  return { id: row.id, engagementId, days: row.days, reason: row.reason, askedBy: row.asked_by };
}

/** Days between acknowledgement and deletion: the default, or what two people agreed last. */
export async function waitingDays(db: Db, engagementId: string): Promise<number> {
  const row: { days: number } | undefined = await db('exit_waivers')
    .where({ engagement_id: engagementId })
    .whereNotNull('confirmed_at')
    .orderBy('confirmed_at', 'desc')
    .first('days');
  return row?.days ?? WAITING_DAYS;
}
