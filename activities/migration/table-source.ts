import type { Bound, Span } from '../../db/stores/dataset-chunks';
import type { Totals } from '../../db/stores/dataset-runs';
import type { PostgresPlace } from '../../domain/exit/place';
import { optionsOf } from './copy-form';
import { CopyOut } from './copy-out';
import { existingTable, inReferenceOrder, tableId, type Table } from './catalogue';
import { type Ledger, type MoveOrder, sampleOf } from './mover';
import { openSession, type Session, SNAPSHOT } from './session';
import { spanRows, cutQuery, type Ordered, qualified, selectSpan, totalsQuery } from './table-sql';

/** The tables of a source in one consistent snapshot. */
export interface TableSource {
  readonly session: Session;
  /** By id (`schema.table`), parents before children. */
  readonly tables: ReadonlyMap<string, Ordered>;
  /** Rows of a table, counted once: in one snapshot their number stays. */
  readonly count: (table: Table) => Promise<number>;
}

function countedOnce(session: Session): TableSource['count'] {
  const counts = new Map<string, Promise<number>>();
  return (table) => {
    const known = counts.get(tableId(table));
    const count = known ?? session.value(`select count(*) from ${qualified(table)}`).then(Number);
    counts.set(tableId(table), count);
    return count;
  };
}

/** Opens the source and freezes what this attempt sees of it. */
export async function openTables(place: PostgresPlace, names: readonly string[]): Promise<TableSource> {
  const session = await openSession(place);
  try {
    await session.run(SNAPSHOT);
    const tables: Table[] = [];
    for (const text of names) tables.push(await existingTable(session, text));
    const ordered = await inReferenceOrder(session, tables);
    const found = ordered.map((table) => [tableId(table), { table, form: 'text', bytewise: false }] as const);
    return { session, tables: new Map(found), count: countedOnce(session) };
  } catch (error) {
    await session.close();
    throw error;
  }
}

export function tableOf(tables: ReadonlyMap<string, Ordered>, unit: string): Ordered {
  const found = tables.get(unit);
  if (!found) throw new Error(`table ${unit} is not part of this dataset any more`);
  return found;
}

/** Rows, and bytes on disk as a measure for the progress. */
export async function countTables({ session, tables, count }: TableSource): Promise<Totals> {
  let [rows, bytes] = [0, 0];
  for (const { table } of tables.values()) {
    rows += await count(table);
    bytes += Number(await session.value(`select pg_table_size('${qualified(table).replaceAll("'", "''")}'::regclass)`));
  }
  return { rows, bytes, files: 0 };
}

/** Cuts the tables into spans of keys that leave no gap: the first has no lower and the last no upper bound. */
export async function* tableSpans(
  { session, tables, count }: TableSource,
  ledger: Ledger,
  order: MoveOrder,
): AsyncGenerator<readonly Span[]> {
  for (const [unit, ordered] of tables) {
    let last = await ledger.last(unit);
    let left = (await rowsLeft(count, ordered, order)) - (order.drill ? await ledger.rows(unit) : 0);
    while ((last === null || last.upper !== null) && left > 0) {
      const rows = Math.min(spanRows(ordered.table), left);
      const lower: Bound = last?.upper ?? null;
      const upper = await cut(session, cutQuery(ordered, lower, rows));
      last = { unit, seq: (last?.seq ?? -1) + 1, lower, upper };
      left -= rows;
      yield [last];
    }
  }
}

/** A real run has no limit: it ends with the open span behind the last key. */
async function rowsLeft(
  count: TableSource['count'],
  { table }: Ordered,
  { drill, sampleBp }: MoveOrder,
): Promise<number> {
  if (!drill) return Infinity;
  return Math.max(1, sampleOf(await count(table), sampleBp));
}

async function cut(session: Session, query: string): Promise<Bound> {
  const [found] = await session.rows<{ key: string }>(query);
  return found ? parseTextArray(found.key) : null;
}

/** Reads a PostgreSQL array of texts. */
export function parseTextArray(text: string): string[] {
  const items = [...text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)];
  return items.map(([, quoted, plain]) => (quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/gs, '$1')));
}

export const copySpan = ({ client }: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): CopyOut =>
  client.query(new CopyOut(`copy (${selectSpan(ordered, span)}) to stdout${optionsOf(ordered.form)}`));

/** Count and sums of a table up to a key; the first item is the count. */
export async function totalsOf(session: Session, ordered: Ordered, upper: Bound): Promise<readonly string[]> {
  const [row] = await session.rows<{ totals: string }>(totalsQuery(ordered, upper));
  return parseTextArray(row?.totals ?? '{}');
}
