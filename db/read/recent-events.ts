import type { Db } from '../knex';
import { type AuditLine, LINE_COLUMNS, lineOf, type LineRow } from './audit';

export interface RecentEvent extends AuditLine {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
}

type Row = LineRow & RecentEvent['engagement'];

/** The newest entries of the trails of all engagements, newest first, for somebody who may read all of them. */
export async function recentEvents(db: Db, limit: number): Promise<readonly RecentEvent[]> {
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `select e.id, e.number, e.title, ${LINE_COLUMNS.map((column) => `a.${column}`).join(', ')}
     from audit_events a join engagements e on e.id = substr(a.stream, length('engagement:') + 1)::uuid
     where a.stream like 'engagement:%'
     order by a.at desc, a.stream, a.seq desc limit ?`,
    [limit],
  );
  return rows.map((row) => ({ ...lineOf(row), engagement: { id: row.id, number: row.number, title: row.title } }));
}
