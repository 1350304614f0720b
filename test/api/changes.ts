import { isDeepStrictEqual } from 'node:util';
import { dumpOf } from '../dump';
import type { Db } from '../../db/knex';

/** What a call stamps although it only reads, by table and column. */
export type Stamps = Readonly<Record<string, string>>;

interface Row {
  readonly table: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The rows of a dump, each with its table, without the columns that may be stamped. */
async function rowsOf(db: Db, stamps: Stamps): Promise<readonly string[]> {
  const rows: Row[] = [];
  let table = '';
  for (const line of (await dumpOf(db)).split('\n')) {
    if (line.startsWith('{')) rows.push({ table, fields: JSON.parse(line) as Row['fields'] });
    else table = line;
  }
  const isStamped = (of: string, column: string): boolean => `${of}.${column}` in stamps;
  return rows
    .map(({ table: of, fields }) =>
      JSON.stringify([of, Object.entries(fields).filter(([column]) => !isStamped(of, column))]),
    )
    .sort();
}

/** The rows that are other than before once something was done; stamps apart. */
export async function changesBy(db: Db, stamps: Stamps, act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await rowsOf(db, stamps);
  await act();
  const after = await rowsOf(db, stamps);
  if (isDeepStrictEqual(before, after)) return [];
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((row) => !is.has(row)).map((row) => `gone: ${row}`),
    ...after.filter((row) => !was.has(row)).map((row) => `new: ${row}`),
  ];
}
