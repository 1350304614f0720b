import { parse } from 'csv-parse';
import type { Bag } from './files';

/** What the files of a table come to. */
export interface Total {
  rows: number;
  readonly sums: Record<string, string>;
  readonly faults: string[];
}

interface Wanted {
  readonly columns: readonly string[];
  readonly summed: readonly string[];
}

/** Exact decimals as whole numbers of the smallest unit seen so far. */
class Sum {
  private units = 0n;
  private scale = 0;

  add(text: string): void {
    const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    const scale = Math.max(this.scale, fraction.length);
    const value = BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
    this.units = this.units * 10n ** BigInt(scale - this.scale) + (sign === '-' ? -value : value);
    this.scale = scale;
  }

  text(): string {
    const digits = String(this.units < 0n ? -this.units : this.units).padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    const sign = this.units < 0n ? '-' : '';
    return this.scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  }
}

/** Files of a table in the order of their numbers. */
export const dataOf = (bag: Bag, id: string): readonly string[] =>
  [...bag.contents.keys()].filter((name) => name.startsWith(`data/${encodeURIComponent(id)}/`)).sort();

type Sums = readonly (readonly [string, Sum])[];

/** Reads all files of a table once, record by record, and adds them up with whole numbers of any size. */
export async function addUp(bag: Bag, id: string, { columns, summed }: Wanted): Promise<Total> {
  const total: Total = { rows: 0, sums: {}, faults: [] };
  const sums: Sums = summed.map((name) => [name, new Sum()]);
  for (const path of dataOf(bag, id)) {
    const records = path.endsWith('.csv') ? csvRecords(bag, path) : jsonRecords(bag, path);
    let others = 0;
    for await (const record of records) {
      total.rows += 1;
      others += hasFields(record, columns) ? 0 : 1;
      addRecord(record, sums);
    }
    if (others > 0) total.faults.push(`${path} has ${others} records with other fields than its schema`);
  }
  for (const [name, sum] of sums) total.sums[name] = sum.text();
  return total;
}

const hasFields = (record: Record_, columns: readonly string[]): boolean =>
  record.size === columns.length && columns.every((name) => record.has(name));

function addRecord(record: Record_, sums: Sums): void {
  for (const [name, sum] of sums) {
    const text = record.get(name);
    if (text !== undefined && /^-?\d+(\.\d+)?$/.test(text)) sum.add(text);
  }
}

type Record_ = ReadonlyMap<string, string>;

async function* jsonRecords(bag: Bag, path: string): AsyncGenerator<Record_> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const bytes of bag.bytes(path)) {
    const lines = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield recordOf(line);
  }
  if (rest !== '') throw new Error(`${path} does not end with a line feed`);
}

function recordOf(line: string): Record_ {
  const fields = JSON.parse(line) as object; // a line is one object
  return new Map(Object.entries(fields).map(([name, value]: [string, unknown]) => [name, String(value)]));
}

async function* csvRecords(bag: Bag, path: string): AsyncGenerator<Record_> {
  let names: readonly string[] | null = null;
  for await (const record of bag.read(path).pipe(parse({ record_delimiter: '\r\n' }))) {
    const cells = record as readonly string[]; // without `columns`
    const known = names;
    if (known) yield new Map(cells.map((cell, index) => [known[index] ?? '', cell]));
    names ??= cells.map((name) => name.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''));
  }
}
