import type { Db } from '../knex';

const LIFETIME_MS = 10 * 60_000;
const MAX_TRIES = 5;

interface Row {
  readonly id: string;
  readonly task_id: string;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly tries: number;
}

/** Makes room for a new code of a task; the code itself is derived from its id and stands nowhere. */
export async function issueCode(
  db: Db,
  { id, taskId, now }: { id: string; taskId: string; now: number },
): Promise<void> {
  await db('link_codes')
    .insert({ id, task_id: taskId, created_at: new Date(now), expires_at: new Date(now + LIFETIME_MS) })
    .onConflict('id')
    .ignore();
}

/**
 * The newest code of a task that may still be tried, with this try counted in the same statement: five tries are five,
 * however many arrive at once.
 */
export async function takeTry(db: Db, taskId: string, now: number): Promise<string | null> {
  const newest = db('link_codes')
    .where({ task_id: taskId })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(1)
    .select('id');
  const taken = await db('link_codes')
    .whereIn('id', newest)
    .andWhere('expires_at', '>', new Date(now))
    .andWhere('tries', '<', MAX_TRIES)
    .increment('tries', 1)
    .returning<{ id: string }[]>('id');
  return taken[0]?.id ?? null;
}

/** A code that has made its decision makes no other: from now on it is as dead as one whose time is over. */
export async function burnCode(db: Db, id: string, now: number): Promise<void> {
  await db('link_codes')
    .where({ id })
    .andWhere('expires_at', '>', new Date(now))
    .update({ expires_at: new Date(now) });
}

/** Whether a code is on its way to the person of a task and may be entered. */
export async function hasOpenCode(db: Db, taskId: string, now: number): Promise<boolean> {
  const row = await db<Row>('link_codes').where({ task_id: taskId }).orderBy('created_at', 'desc').first();
  return row !== undefined && row.expires_at.getTime() > now && row.tries < MAX_TRIES;
}
