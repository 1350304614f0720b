import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { LINES } from '../../activities/migration/json-rows';
import { readingOf } from '../../activities/migration/row-values';
import type { Session } from '../../activities/migration/session';
import type { BagTable } from '../../domain/exit/bag-schema';
import type { RowFormat } from '../../domain/exit/end-schema';
import type { Bag } from './files';

const STAGE = 'pg_temp.tenure_stage';
const name = (text: string): string => pg.escapeIdentifier(text);

export const formatOf = (path: string): RowFormat => (path.endsWith('.csv') ? 'csv' : 'ndjson');

/** Puts the records of one file, as they are written, into a table of their own, in their order. */
export async function stageFile(session: Session, bag: Bag, { path, table }: File): Promise<void> {
  await session.run(`drop table if exists ${STAGE}`);
  const isCsv = formatOf(path) === 'csv';
  const cells = isCsv ? table.columns.map((_, index) => `c${index}`) : ['record'];
  const shape = cells.map((cell) => `${cell} ${isCsv ? 'text' : 'json'}`).join(', ');
  await session.run(`create temp table tenure_stage (tenure_n bigint generated always as identity, ${shape})`);
  const form = isCsv ? 'with (format csv, header true)' : LINES;
  const copy = session.client.query(copyFrom(`copy ${STAGE} (${cells.join(', ')}) from stdin ${form}`));
  await pipeline(bag.read(path), copy);
  await session.run(`analyze ${STAGE}`);
}

export interface File {
  readonly path: string;
  readonly table: BagTable;
}

/** The staged records as rows with the columns of their table and their number. */
export function stagedRows({ path, table }: File): string {
  const format = formatOf(path);
  const record =
    format === 'csv' ? `json_build_array(${table.columns.map((_, index) => `s.c${index}`).join(', ')})` : 's.record';
  const { from, values } = readingOf(format, table.columns, format === 'csv' ? 'a.cells' : record);
  const cells = format === 'csv' ? `cross join lateral (select ${record} as cells) a` : '';
  const fields = table.columns.map((column, index) => `${values[index] ?? 'null'} as ${name(column.name)}`);
  return `(select s.tenure_n, ${fields.join(', ')} from ${STAGE} s ${cells} ${from})`;
}
