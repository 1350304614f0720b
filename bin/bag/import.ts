import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { cell, CsvLines } from '../../activities/migration/csv-rows';
import { jsonRecord, LINES } from '../../activities/migration/json-rows';
import { inSession, openSession, type Session } from '../../activities/migration/session';
import { csvLine } from '../../domain/csv';
import { type BagTable, TableFile } from '../../domain/exit/bag-schema';
import type { PostgresPlace } from '../../domain/exit/place';
import { StartFailure } from '../parts/failure';
import { dataOf } from './add-up';
import { type Bag, manifestOf, sha256Of } from './files';
import { addConstraints, advanceIdentities, makeTables, qualified } from './make-tables';
import { type File, formatOf, stagedRows, stageFile } from './stage';

const name = (text: string): string => pg.escapeIdentifier(text);
const idOf = ({ schema, table }: BagTable): string => `${schema}.${table}`;

export interface Imported {
  readonly tables: number;
  readonly rows: number;
  /** Constraints that refer to tables which the bag does not have. */
  readonly left: readonly string[];
}

/** The tables that the schemas of a bag describe. */
export async function tablesOf(bag: Bag): Promise<readonly BagTable[]> {
  const schemas = [...bag.contents.keys()].filter((path) => path.startsWith('schemas/')).sort();
  if (schemas.length === 0) throw new StartFailure('The bag holds no tables: only tables go into a database.');
  const tables = [];
  for (const path of schemas) {
    const parsed = TableFile.safeParse(JSON.parse(await bag.text(path)));
    if (!parsed.success) throw new StartFailure(`${path} does not say how to make its table again.`);
    tables.push(parsed.data['x-postgresql']);
  }
  return tables;
}

/** Makes the tables of a bag in an empty database and fills them: all of it or nothing. */
export async function importBag(bag: Bag, place: PostgresPlace): Promise<Imported> {
  const tables = await tablesOf(bag);
  const session = await openSession(place);
  try {
    return await inSession(session, 'begin', async () => {
      await makeTables(session, tables);
      let rows = 0;
      for (const table of tables)
        for (const path of dataOf(bag, idOf(table))) rows += await importFile(session, bag, { path, table });
      for (const table of tables) await session.run(`analyze ${qualified(table)}`);
      const left = await addConstraints(session, tables);
      await advanceIdentities(session, tables);
      return { tables: tables.length, rows, left };
    });
  } finally {
    await session.close();
  }
}

async function importFile(session: Session, bag: Bag, file: File): Promise<number> {
  await stageFile(session, bag, file);
  const columns = file.table.columns.map((column) => name(column.name)).join(', ');
  return session.run(
    `insert into ${qualified(file.table)} (${columns}) overriding system value select ${columns} from ${stagedRows(file)} f order by f.tenure_n`,
  );
}

export interface RoundTrip {
  /** Root hash of the bag, and of what the database gives when it is exported again. */
  readonly bag: string;
  readonly database: string;
  readonly differing: readonly string[];
}

/**
 * Exports the database again into the files of the bag, record by record in their order, and hashes them. The bag gives names,
 * cuts and order, which another collation would change; every value comes from the database.
 */
export async function exportAgain(bag: Bag, place: PostgresPlace): Promise<RoundTrip> {
  const hashes = new Map<string, string>();
  const differing: string[] = [];
  const session = await openSession(place);
  try {
    await session.run('begin isolation level repeatable read');
    for (const table of await tablesOf(bag)) differing.push(...(await exportTable(session, bag, { table, hashes })));
  } finally {
    await session.close();
  }
  return { ...(await rootsOf(bag, hashes)), differing };
}

interface Exported {
  readonly table: BagTable;
  /** Where the hashes of its files go. */
  readonly hashes: Map<string, string>;
}

/** Answers what of a table differs. */
async function exportTable(session: Session, bag: Bag, { table, hashes }: Exported): Promise<readonly string[]> {
  const differing: string[] = [];
  let rows = 0;
  for (const path of dataOf(bag, idOf(table))) {
    const again = await exportFile(session, bag, { path, table });
    hashes.set(path, again.sha256);
    rows += again.rows;
    if (again.sha256 !== (await sha256Of(bag.bytes(path)))) differing.push(path);
  }
  const there = Number(await session.value(`select count(*) from ${qualified(table)}`));
  if (there !== rows) differing.push(`${idOf(table)}: ${there} rows in the database, ${rows} in the bag`);
  return differing;
}

async function exportFile(session: Session, bag: Bag, file: File): Promise<{ sha256: string; rows: number }> {
  await stageFile(session, bag, file);
  const { table, path } = file;
  const isCsv = formatOf(path) === 'csv';
  const fields = isCsv ? table.columns.map((column) => cell(column, 't.')).join(', ') : jsonRecord(table, 't.');
  const sameKey = table.primaryKey.map((column) => `t.${name(column)} = f.${name(column)}`).join(' and ');
  // Read once: a plan that goes through the records again and again would read their JSON again each time.
  const query = `with f as materialized ${stagedRows(file)} select ${fields} from f join ${qualified(table)} t on ${sameKey} order by f.tenure_n`;
  const rows = session.client.query(copyTo(`copy (${query}) to stdout ${isCsv ? 'with (format csv)' : LINES}`));
  const lines = isCsv ? new CsvLines(csvLine(table.columns.map((column) => column.name))) : null;
  if (lines) pipeline(rows, lines).catch(() => undefined);
  const sha256 = await sha256Of(lines ?? rows);
  return { sha256, rows: rows.rowCount };
}

/** Root hashes over the data as it was before it was encrypted. */
async function rootsOf(bag: Bag, again: ReadonlyMap<string, string>): Promise<Pick<RoundTrip, 'bag' | 'database'>> {
  const listed = bag.isSealed ? null : manifestOf(await bag.text('manifest-sha256.txt'));
  const [ofBag, ofDatabase] = [createHash('sha256'), createHash('sha256')];
  for (const path of [...again.keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const own = listed ? (listed.get(path) ?? '') : await sha256Of(bag.bytes(path));
    ofBag.update(`${own}  ${path}\n`);
    ofDatabase.update(`${again.get(path) ?? ''}  ${path}\n`);
  }
  return { bag: ofBag.digest('hex'), database: ofDatabase.digest('hex') };
}
