import { parse } from 'csv-parse';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Span } from '../../db/stores/dataset-chunks';
import { csvLine } from '../../domain/csv';
import type { Column } from './catalogue';
import type { FileRecord, Rows } from './rows';
import type { Session } from './session';
import { inSpan, literal, name, orderByTable, type Ordered, qualified } from './table-sql';

/** Values of these types are never read as a formula, and are written bare. */
const BARE = /^(smallint|integer|bigint|numeric|real|double precision|boolean|date|time|interval|uuid)/;
/** What makes a spreadsheet take a text for a formula; an apostrophe before it, and before an apostrophe, can be taken away again. */
const RISKY = "^['=+\\-@\\t\\r＝＋－＠]";

/** Rows as CSV (RFC 4180) in UTF-8 with a line of names; an empty cell is null, an empty text stands in quotes. */
export function copyCsv({ client }: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): Rows {
  const { table } = ordered;
  const query = `select ${table.columns.map((column) => cell(column)).join(', ')} from ${qualified(table)} t where ${inSpan(ordered, span)} order by ${orderByTable(ordered)}`;
  const lines = new CsvLines(csvLine(table.columns.map((column) => column.name)));
  const rows = client.query(copyTo(`copy (${query}) to stdout with (format csv)`));
  // Whoever reads the lines hears of a failure.
  pipeline(rows, lines).catch(() => undefined);
  return { bytes: lines, count: () => lines.records };
}

type Written = Pick<Column, 'name' | 'type' | 'written'>;

/** A value as the text of its cell. */
export function cell({ name: column, type, written }: Written, of = ''): string {
  const value = of + name(column);
  if (/\[\]$/.test(type)) return `to_json(${value}${written === 'texts' ? '::text[]' : ''})::text`;
  if (type.startsWith('timestamp')) return `to_json(${value}) #>> '{}'`;
  if (BARE.test(type)) return `${value}::text`;
  return `case when ${value}::text ~ ${literal(RISKY)} then '''' || ${value}::text else ${value}::text end`;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = Buffer.from('\r');

/** Puts a line of names first and ends records with CRLF; line feeds inside quotes belong to a value and stay. */
export class CsvLines extends Transform {
  records = 0;
  private isQuoted = false;

  constructor(header: string) {
    super();
    this.push(header);
  }

  override _transform(chunk: Buffer, _encoding: string, done: () => void): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (chunk[at] === QUOTE) this.isQuoted = !this.isQuoted;
      else if (chunk[at] === LINE_FEED && !this.isQuoted) {
        this.push(chunk.subarray(from, at));
        this.push(CARRIAGE_RETURN);
        from = at;
        this.records += 1;
      }
    }
    this.push(chunk.subarray(from));
    done();
  }
}

/** Records of a file, read here and not by a database. */
export async function* csvRecords(input: Readable): AsyncGenerator<FileRecord> {
  const records = parse({ cast: (cell, { quoting }) => (cell === '' && !quoting ? null : cell) });
  const reading = pipeline(input, records);
  reading.catch(() => undefined);
  let names: readonly string[] | null = null;
  for await (const record of records) {
    const cells = record as readonly (string | null)[]; // without `columns`
    if (names) yield recordOf(names, cells);
    names ??= cells.map((cell) => withoutGuard(cell ?? ''));
  }
  await reading;
}

/** A name of a column as it was before something kept spreadsheets from taking it for a formula. */
const withoutGuard = (text: string): string => text.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, '');

const recordOf = (names: readonly string[], cells: readonly (string | null)[]): FileRecord => ({
  values: Object.fromEntries(cells.map((cell, index) => [names[index] ?? '', cell])),
  json: () => JSON.stringify(cells),
});
