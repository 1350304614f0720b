import type { Db } from '../knex';
import { REPLANNED_AHEAD_MS, ZONE_RULES } from '../zone-rules';

/** The date keeper is to be woken: a date has come that is earlier than any it knew. */
export interface WakeCall {
  /** Null where none has run yet. */
  readonly workflowId: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Notes until when the keeper sleeps and answers it; null when no date is known. It looks again after it has noted it: a date
 * that came before this is seen here, and whoever brings one later sees what is noted.
 */
export async function noteSleep(db: Db, workflowId: string): Promise<number | null> {
  const first = await nextDue(db);
  await save(db, workflowId, first);
  const second = await nextDue(db);
  if (second === first) return first;
  await save(db, workflowId, earlier(first, second));
  return earlier(first, second);
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** The first date, or sooner the instant from which on one that older rules of time zones have planned is looked at. */
async function nextDue(db: Db): Promise<number | null> {
  const { rows } = await db.raw<{ rows: { readonly due: Date | null; readonly moved: Date | null }[] }>(
    `select (select min(due_at) from watches) as due,
       (select min(due_at - make_interval(secs => ?)) from watches where zone_rules < ? and due_at is not null and owed is null) as moved`,
    [REPLANNED_AHEAD_MS / 1_000, ZONE_RULES],
  );
  return earlier(rows[0]?.due?.getTime() ?? null, rows[0]?.moved?.getTime() ?? null);
}

async function save(db: Db, workflowId: string, wakesAt: number | null): Promise<void> {
  await db('date_keeper')
    .insert({ workflow_id: workflowId, wakes_at: wakesAt === null ? null : new Date(wakesAt) })
    .onConflict('single')
    .merge();
}

/** For whoever has just committed a plan: whom to wake for it, or null when nobody sleeps beyond its date. */
export async function wakeCallFor(db: Db, engagementId: string): Promise<WakeCall | null> {
  const row = await db('watches')
    .joinRaw('left join date_keeper on true')
    .where({ engagement_id: engagementId })
    .first<Sleep | undefined>('due_at', 'workflow_id', 'wakes_at');
  const at = row?.due_at?.getTime();
  if (!row || at === undefined) return null;
  return at < (row.wakes_at?.getTime() ?? Infinity) ? { workflowId: row.workflow_id, at } : null;
}

interface Sleep {
  readonly due_at: Date | null;
  readonly workflow_id: string | null;
  readonly wakes_at: Date | null;
}
