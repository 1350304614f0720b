import type { Freeze } from '../../domain/exit/manifest';
import type { TableSource } from './table-source';
import { literal, type Ordered, qualified } from './table-sql';

/** The moment at which an attempt sees a database, and what was written to it since another one. */
export interface Moment {
  readonly freeze: (now: number) => Promise<Freeze>;
  /** Rows by table that are new or changed since then. */
  readonly written: (since: Freeze) => Promise<ReadonlyMap<string, number>>;
}

export const momentOf = (source: TableSource): Moment => ({
  freeze: async (now) => {
    const rows: Record<string, number> = {};
    for (const [id, { table }] of source.tables)
      rows[id] = Number(await source.session.value(`select count(*) from ${qualified(table)}`));
    const snapshot = await source.session.value('select pg_current_snapshot()');
    return { at: new Date(now).toISOString(), snapshot: snapshot ?? '', rows };
  },
  written: async ({ snapshot }) => {
    const counts = new Map<string, number>();
    for (const [id, ordered] of source.tables)
      counts.set(id, Number(await source.session.value(writtenQuery(ordered, snapshot))));
    return counts;
  },
});

const XIDS = 2 ** 32;

/** A row knows the last 32 bits of the transaction that wrote it; its distance from the snapshot gives the rest. */
function writtenQuery({ table }: Ordered, snapshot: string): string {
  const text = `${literal(snapshot)}::pg_snapshot`;
  const writer = `greatest(s.oldest + age((s.oldest % ${XIDS})::text::xid) - age(t.xmin), 3)::text::xid8`;
  return `select count(*) from ${qualified(table)} t cross join (select pg_snapshot_xmin(${text})::text::bigint as oldest) s
           where not pg_visible_in_snapshot(${writer}, ${text})`;
}

/** Tables of which rows were written or deleted between two moments. */
export async function changedTables(moment: Moment, before: Freeze, now: Freeze): Promise<readonly string[]> {
  const written = await moment.written(before);
  return Object.keys(now.rows).filter((id) => (written.get(id) ?? 0) > 0 || before.rows[id] !== now.rows[id]);
}
