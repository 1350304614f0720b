import type { Cursor } from '../../domain/engagement/agenda';
import { nextTurnTry, type Owed, type Watch } from '../../domain/engagement/watch';
import type { Db } from '../knex';
import type { Trx } from '../transaction';
import { REPLANNED_AHEAD_MS, ZONE_RULES } from '../zone-rules';

interface Row {
  readonly engagement_id: string;
  readonly cursor_at: Date;
  readonly cursor_key: string;
  readonly next: Watch['next'];
  readonly owed: Owed | null;
  readonly due_at: Date | null;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly zone_rules: string;
}

const watches = (db: Db) => db<Row>('watches');

const watchOf = ({ engagement_id, cursor_at, cursor_key, next, owed, zone_rules }: Row): Watch => ({
  engagementId: engagement_id,
  cursor: { at: cursor_at.getTime(), key: cursor_key },
  next,
  owed,
  isOutdated: zone_rules < ZONE_RULES,
});

/** False where the engagement is watched already: then it stays as it is. */
export async function insertWatch(trx: Trx, engagementId: string, cursor: Cursor): Promise<boolean> {
  const rows: unknown[] = await trx('watches')
    .insert({ engagement_id: engagementId, cursor_at: new Date(cursor.at), cursor_key: cursor.key })
    .onConflict('engagement_id')
    .ignore()
    .returning('engagement_id');
  return rows.length > 0;
}

/** Waits for a turn that is being taken, and keeps others from it until the transaction ends. Null: watched otherwise, or no more. */
export async function lockWatch(trx: Trx, engagementId: string): Promise<Watch | null> {
  const row = await watches(trx).where({ engagement_id: engagementId }).forUpdate().first();
  return row ? watchOf(row) : null;
}

/** Claims the watch that has waited longest, until the transaction ends; what another one has claimed is left to it. */
export async function claimWatch(trx: Trx, now: number): Promise<Watch | null> {
  const row = await watches(trx)
    .where('due_at', '<=', new Date(now))
    .orderBy('due_at')
    .forUpdate()
    .skipLocked()
    .first();
  return row ? watchOf(row) : null;
}

/** Watches that older rules of time zones have planned, and that come round soon enough for it to matter. */
const outdated = (db: Db, now: number) =>
  watches(db)
    .where('zone_rules', '<', ZONE_RULES)
    .where('due_at', '<=', new Date(now + REPLANNED_AHEAD_MS))
    .whereNull('owed');

/** Claims a watch that newer rules of time zones may move, as `claimWatch` does one that is due. */
export async function claimOutdated(trx: Trx, now: number): Promise<Watch | null> {
  const row = await outdated(trx, now).orderBy(['zone_rules', 'due_at']).forUpdate().skipLocked().first();
  return row ? watchOf(row) : null;
}

/** Whether newer rules of time zones may move what comes next somewhere. */
export const anyOutdated = async (db: Db, now: number): Promise<boolean> =>
  (await outdated(db, now).first('engagement_id')) !== undefined;

/** How many watches are due or are to be planned anew, up to a limit. */
export async function countDue(db: Db, now: number, limit: number): Promise<number> {
  const due = await watches(db).where('due_at', '<=', new Date(now)).limit(limit).select('engagement_id');
  if (due.length === limit) return limit;
  const moved = await outdated(db, now).limit(limit).select('engagement_id');
  return Math.min(limit, due.length + moved.length);
}

/** Keeps what comes next, when nothing is owed any more; the keeper comes round when that is due. */
export async function savePlan(
  trx: Trx,
  { engagementId, cursor, next }: Omit<Watch, 'owed' | 'isOutdated'>,
): Promise<void> {
  const [first] = next;
  await trx('watches')
    .where({ engagement_id: engagementId })
    .update({
      cursor_at: new Date(cursor.at),
      cursor_key: cursor.key,
      next: JSON.stringify(next),
      owed: null,
      due_at: first ? new Date(first.at) : null,
      zone_rules: ZONE_RULES,
    });
}

/** The turn is in the records; until what it owes has been set going the watch stays due. */
export async function saveOwed(
  trx: Trx,
  { engagementId, cursor, owed }: Pick<Watch, 'engagementId' | 'cursor'> & { readonly owed: Owed },
): Promise<void> {
  await trx('watches')
    .where({ engagement_id: engagementId })
    .update({
      cursor_at: new Date(cursor.at),
      cursor_key: cursor.key,
      next: '[]',
      owed: JSON.stringify(owed),
    });
}

/** What failed before has gone well. */
export async function forgetFailures(trx: Trx, engagementId: string): Promise<void> {
  await trx('watches')
    .where({ engagement_id: engagementId })
    .where('attempts', '>', 0)
    .update({ attempts: 0, last_error: null });
}

/**
 * A turn has failed: it is taken again later, and nobody else waits for it. What could only not be planned by newer rules
 * of time zones keeps its date, and is planned behind it.
 */
export async function postponeWatch(
  db: Db,
  engagementId: string,
  { error, now }: { readonly error: string; readonly now: number },
): Promise<void> {
  const row = await watches(db).where({ engagement_id: engagementId }).first('attempts');
  const attempts = (row?.attempts ?? 0) + 1;
  const at = new Date(now);
  await watches(db)
    .where({ engagement_id: engagementId })
    .where((either) => either.where('due_at', '<=', at).orWhere('zone_rules', '<', ZONE_RULES))
    .update({
      attempts,
      last_error: error.slice(0, 500),
      due_at: db.raw('case when due_at <= ? then ? else due_at end', [at, new Date(nextTurnTry(attempts, now))]),
      zone_rules: ZONE_RULES,
    });
}

/** Engagements whose next date has passed and was not kept. */
export const overdueWatches = (db: Db, before: number): Promise<readonly string[]> =>
  watches(db).where('due_at', '<', new Date(before)).orderBy('due_at').limit(1_000).pluck('engagement_id');

/** Nothing of the engagement comes round any more. */
export async function deleteWatch(trx: Trx, engagementId: string): Promise<void> {
  await watches(trx).where({ engagement_id: engagementId }).delete();
}

/** How many watches are put off after failures, and for how long the one that is due first has waited. */
export async function datesAt(db: Db, now: number): Promise<{ readonly putOff: number; readonly lateSeconds: number }> {
  const row = await watches(db)
    .min({ first: 'due_at' })
    .select<{ first: Date | null; put_off: number }[]>(db.raw('count(*) filter (where attempts > 0)::int as put_off'))
    .first();
  const first = row?.first?.getTime() ?? now;
  return { putOff: row?.put_off ?? 0, lateSeconds: Math.max(0, now - first) / 1_000 };
}
