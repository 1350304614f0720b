import type Big from 'big.js';
import { parse } from 'csv-parse';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Span } from '../../db/stores/dataset-chunks';
import { csvLine } from '../../domain/csv';
import type { Column } from './catalogue';
import { addRecord, type Rows } from './rows';
import type { Session } from './session';
import { inSpan, literal, name, orderByTable, type Ordered, qualified } from './table-sql';

/** Values of these types are never read as a formula, and are written bare. */
const BARE = /^(smallint|integer|bigint|numeric|real|double precision|boolean|date|time|interval|uuid)/;
/** What makes a spreadsheet take a text for a formula; an apostrophe before it, and before an apostrophe, can be taken away again. */
const RISKY = "^['=+\\-@\\t\\r＝＋－＠]";

/** Rows as CSV (RFC 4180) in UTF-8 with a line of names; an empty cell is null, an empty text stands in quotes. */
export function copyCsv({ client }: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): Rows {
  const { table } = ordered;
  const query = `select ${table.columns.map(cell).join(', ')} from ${qualified(table)} t where ${inSpan(ordered, span)} order by ${orderByTable(ordered)}`;
  const lines = new CsvLines(csvLine(table.columns.map((column) => column.name)));
  const rows = client.query(copyTo(`copy (${query}) to stdout with (format csv)`));
  // Whoever reads the lines hears of a failure.
  pipeline(rows, lines).catch(() => undefined);
  return { bytes: lines, count: () => lines.records };
}

function cell({ name: column, type }: Column): string {
  const value = name(column);
  if (/\[\]$/.test(type)) return `to_json(${value})::text`;
  if (type.startsWith('timestamp')) return `to_json(${value}) #>> '{}'`;
  if (BARE.test(type)) return `${value}::text`;
  return `case when ${value}::text ~ ${literal(RISKY)} then '''' || ${value}::text else ${value}::text end`;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = Buffer.from('\r');

/** Puts a line of names first and ends records with CRLF; line feeds inside quotes belong to a value and stay. */
class CsvLines extends Transform {
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

/** Count and sums of exact numbers of a file of CSV, added up here and not by a database. */
export async function addUpCsv(input: Readable, columns: readonly Column[], into: Big[]): Promise<void> {
  const records = parse({ columns: true });
  const reading = pipeline(input, records);
  reading.catch(() => undefined);
  for await (const record of records) addRecord(record as Readonly<Record<string, unknown>>, columns, into); // with names
  await reading;
}
