import { type AgendaItem, compareAgenda, type Cursor, pendingAgenda } from '../../domain/engagement/agenda';
import { isOfDay } from '../../domain/engagement/moved';
import type { Db } from '../knex';
import { doneAtOf } from '../stores/agenda-log';
import { LOOKED_BACK_MS } from '../zone-rules';
import { planOf } from './agenda';

/** As many dates as two hours could hold, and more. */
const MOST_MISSED = 50;

/**
 * Dates of days that newer rules of time zones put behind the cursor, though nobody has kept them: due right behind it. All
 * other dates know themselves whether they have been kept.
 */
export async function missedOf(pool: Db, engagementId: string, cursor: Cursor): Promise<readonly AgendaItem[]> {
  const since = { at: cursor.at - LOOKED_BACK_MS, key: '' };
  const plan = await planOf(pool, engagementId, { cursor: since, limit: MOST_MISSED });
  const passed = plan.filter((item) => isOfDay(item.kind) && compareAgenda(item, cursor) <= 0);
  if (passed.length === 0) return [];
  const done = await doneAtOf(
    pool,
    engagementId,
    passed.map(({ key }) => key),
  );
  return pendingAgenda(
    passed.filter(({ key }) => !done.has(key)),
    cursor,
  );
}
