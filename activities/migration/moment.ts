import type { Run } from '../../db/stores/dataset-runs';
import type { Addendum, Changes, Freeze } from '../../domain/exit/manifest';
import { parseTextArray, tableOf, type TableSource } from './table-source';
import { definitionOf, systemOf } from './definition';
import { literal, type Ordered, qualified } from './table-sql';

/** The moment at which an attempt sees a database, and what was written to it since another one. */
export interface Moment {
  readonly freeze: (now: number) => Promise<Freeze>;
  /** By table how many rows there are, and how many of them are new or changed since each of these moments. */
  readonly written: (since: readonly Freeze[]) => Promise<ReadonlyMap<string, readonly number[]>>;
  /** Of these tables those with a row whose transaction had not ended before. */
  readonly touched: (ids: readonly string[], since: Freeze) => Promise<ReadonlySet<string>>;
}

export const momentOf = (source: TableSource): Moment => ({
  freeze: async (now) => {
    const rows: Record<string, number> = {};
    const definitions: Record<string, string | null> = {};
    for (const [id, { table }] of source.tables) {
      rows[id] = await source.count(table);
      definitions[id] = await definitionOf(source.session, table);
    }
    const snapshot = await source.session.value('select pg_current_snapshot()');
    const system = await systemOf(source.session);
    const binary = [...source.tables].flatMap(([id, { form }]) => (form === 'binary' ? [id] : []));
    return { at: new Date(now).toISOString(), snapshot: snapshot ?? '', rows, system, definitions, binary };
  },
  written: async (since) => {
    const written = new Map<string, readonly number[]>();
    for (const [id, ordered] of source.tables)
      written.set(id, parseTextArray((await source.session.value(writtenQuery(ordered, since))) ?? '').map(Number));
    return written;
  },
  touched: async (ids, { snapshot }) => {
    const found = new Set<string>();
    for (const id of ids)
      if ((await source.session.value(touchedQuery(tableOf(source.tables, id), snapshot))) === 'true') found.add(id);
    return found;
  },
});

const XIDS = 2 ** 32;

/** The younger a transaction, the smaller its age. */
function touchedQuery({ table }: Ordered, snapshot: string): string {
  const oldest = `(pg_snapshot_xmin(${literal(snapshot)}::pg_snapshot)::text::bigint % ${XIDS})::text::xid`;
  return `select exists (select 1 from ${qualified(table)} t where age(t.xmin) <= (select age(${oldest})))::text`;
}

/** A row knows the last 32 bits of the transaction that wrote it; its distance from the snapshot gives the rest. */
function writtenQuery({ table }: Ordered, since: readonly Freeze[]): string {
  const counts = since.map(({ snapshot }) => {
    const text = `${literal(snapshot)}::pg_snapshot`;
    const oldest = `pg_snapshot_xmin(${text})::text::bigint`;
    const age = `(select age((${oldest} % ${XIDS})::text::xid))`;
    const writer = `greatest(${oldest} + ${age} - age(t.xmin), 3)::text::xid8`;
    // What is older than all of the snapshot is seen in it: to look there takes ten times as long.
    return `count(*) filter (where case when age(t.xmin) > ${age} then false else not pg_visible_in_snapshot(${writer}, ${text}) end)`;
  });
  return `select array[${['count(*)', ...counts].join(', ')}] from ${qualified(table)} t`;
}

/**
 * Tables that may say something else than at an earlier moment; one that is not named says the same at both. Whatever was not over
 * before the first one counts: a snapshot does not tell the parts of a transaction that was under way.
 */
export async function changedTables({ touched }: Moment, before: Freeze, now: Freeze): Promise<readonly string[]> {
  const all = Object.keys(now.rows);
  if (!isComparable(before, now)) return all;
  const same = all.filter((id) => before.rows[id] === now.rows[id] && isDefinedAlike(id, before, now));
  const written = await touched(same, before);
  return all.filter((id) => !same.includes(id) || written.has(id));
}

const isDefinedAlike = (id: string, before: Freeze, now: Freeze): boolean => {
  const definition = now.definitions?.[id] ?? null;
  return definition !== null && definition === before.definitions?.[id];
};

const HALF_OF_XIDS = 2n ** 31n;

/** A row knows half of the way around the circle of transactions; beyond that, or in another database, it tells nothing. */
function isComparable(before: Freeze, now: Freeze): boolean {
  const [oldest, latest] = [/^(\d+):/.exec(before.snapshot)?.[1], /^\d+:(\d+):/.exec(now.snapshot)?.[1]];
  if (oldest === undefined || latest === undefined || (before.system ?? null) !== (now.system ?? null)) return false;
  const passed = BigInt(latest) - BigInt(oldest);
  return passed >= 0n && passed < HALF_OF_XIDS;
}

/** What people are told of a moment. */
export const toldOf = ({ at, snapshot, rows }: Freeze): Freeze => ({ at, snapshot, rows });

interface Seen {
  readonly moment?: Moment;
}

/** Counts what was written to the source after its inventory, and what of it came too late. */
export async function addendumOf(
  { frozen, verifying }: Pick<Run, 'frozen' | 'verifying'>,
  { moment }: Seen,
): Promise<Addendum | null> {
  if (!moment || !frozen || !verifying) return null;
  const changes: (readonly [string, Changes])[] = [];
  for (const [id, [rows = 0, all = 0, missing = 0]] of await moment.written([frozen, verifying]))
    changes.push([id, { included: all - missing, missing, growth: rows - (verifying.rows[id] ?? 0) }]);
  const sum = (of: 'included' | 'missing'): number => changes.reduce((total, [, change]) => total + change[of], 0);
  const tables = Object.fromEntries(changes);
  return {
    frozen: toldOf(frozen),
    verified: toldOf(verifying),
    included: sum('included'),
    missing: sum('missing'),
    tables,
  };
}
