import Big from 'big.js';
import type { Chunk, Digest, Entry, Span } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import type { RowFormat } from '../../domain/exit/end-schema';
import type { PostgresPlace } from '../../domain/exit/place';
import { type Column, tableId } from './catalogue';
import { type FilePlace, WHOLE } from './files/place';
import { putText } from './files/put-text';
import { commentsOf, dataDictionary, readme } from './bag-papers';
import { rowSchema } from './json-rows';
import { momentOf } from './moment';
import { type Comparison, type Ledger, type MoveOrder, type Mover, type SealFacts } from './mover';
import { digestPiece } from './pieces';
import { ROW_WRITERS } from './row-formats';
import { flowRows } from './rows';
import { countTables, openTables, tableOf, tableSpans, type TableSource, totalsOf } from './table-source';

interface Ends {
  readonly source: TableSource;
  readonly to: FilePlace;
  readonly format: RowFormat;
  readonly order: MoveOrder;
}

interface Target {
  readonly to: FilePlace;
  readonly tables: readonly string[];
  readonly format?: RowFormat | undefined;
}

/** Writes tables as lines of JSON or as CSV in the layout of a BagIt bag, one file for each chunk. */
export async function tablesToFiles(
  from: PostgresPlace,
  { to, tables, format = 'ndjson' }: Target,
  order: MoveOrder,
): Promise<Mover> {
  const source = await openTables(from, tables);
  const ends: Ends = { source, to, format, order };
  return {
    inventory: async (options) => {
      await to.prepare(options);
      return countTables(source);
    },
    spans: (ledger) => tableSpans(source, ledger, order),
    send: (span) => send(ends, span),
    compare: (chunk, { asSent }) => compare(ends, chunk, asSent),
    findings: (ledger) => findings(ends, ledger),
    flush: async () => to.flush?.(),
    seal: (entries, facts) => seal(ends, entries, facts),
    discard: async () => {
      if (order.drill) await to.discard();
    },
    moment: momentOf(source),
    close: async () => {
      await Promise.all([source.session.close(), to.close()]);
    },
  };
}

const fileOf = (format: RowFormat, { unit, seq }: Pick<Span, 'unit' | 'seq'>): string =>
  `data/${encodeURIComponent(unit)}/${String(seq).padStart(6, '0')}.${format}`;
const whole = (path: string) => ({ unit: path, lower: null, upper: null });

const rowsOf = ({ source, format }: Ends, span: Span) =>
  ROW_WRITERS[format].copy(source.session, tableOf(source.tables, span.unit), span);

const send = (ends: Ends, span: Span): Promise<Digest> =>
  ends.to.write(whole(fileOf(ends.format, span)), {
    again: true,
    fill: (sink) => flowRows(rowsOf(ends, span), { ...ends.order.gate, sink }),
  });

async function compare(ends: Ends, chunk: Chunk, asSent: boolean): Promise<Comparison> {
  const { to, format, order } = ends;
  const here = asSent ? chunk : await flowRows(rowsOf(ends, chunk), order.gate);
  const path = fileOf(format, chunk);
  const copy = await digestPiece(to, whole(path), order.gate);
  return {
    source: here,
    target: copy && { ...copy, rows: here.rows },
    entry: copy && { name: path, sha256: copy.sha256 },
  };
}

interface Files {
  readonly unit: string;
  /** The number of the last one. */
  readonly last: number;
  readonly columns: readonly Column[];
}

/** Count of rows and sums of exact numbers of all files of a table. */
async function addUpFiles({ to, format }: Ends, { unit, last, columns }: Files): Promise<readonly Big[]> {
  const totals = [0, ...columns].map(() => new Big(0));
  for (let seq = 0; seq <= last; seq += 1) {
    const file = await to.read(fileOf(format, { unit, seq }), WHOLE);
    if (file) await ROW_WRITERS[format].addUp(file, columns, totals);
  }
  return totals;
}

async function findings(ends: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const { source } = ends;
  const faults: { counts: string[]; sums: string[] } = { counts: [], sums: [] };
  let compared = 0;
  for (const [unit, ordered] of source.tables) {
    const last = await ledger.last(unit);
    const columns = ordered.table.columns.filter((column) => column.summed);
    const there = await addUpFiles(ends, { unit, last: last?.seq ?? -1, columns });
    const here = await totalsOf(source.session, ordered, last?.upper ?? null);
    ['rows', ...columns.map((column) => column.name)].forEach((name, index) => {
      if (there[index]?.eq(here[index] ?? '-1')) return;
      faults[index === 0 ? 'counts' : 'sums'].push(
        `${unit} ${name}: ${here[index] ?? '?'} at the source, ${there[index]?.toFixed() ?? '?'} in the files`,
      );
    });
    compared += columns.length;
  }
  return [
    { check: 'counts', compared: source.tables.size, differences: faults.counts },
    { check: 'sums', compared, differences: faults.sums },
  ];
}

/** Manifest, schemas and words for people, so that the files explain themselves. */
async function seal(ends: Ends, entries: AsyncIterable<Entry>, facts: SealFacts): Promise<void> {
  const { source, to, format } = ends;
  const tags: Entry[] = [];
  const put = async (name: string, texts: Parameters<typeof putText>[2]): Promise<void> => {
    tags.push({ name, sha256: await putText(to, name, texts) });
  };
  for (const { table } of source.tables.values())
    await put(`schemas/${encodeURIComponent(tableId(table))}.json`, [`${JSON.stringify(rowSchema(table), null, 2)}\n`]);
  await put('README.md', [readme(facts, format)]);
  await put('data-dictionary.md', [dataDictionary(facts.locale, await described(source))]);
  await put('manifest-sha256.txt', manifestLines(entries));
  await put('bagit.txt', ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n']);
  await put('bag-info.txt', [bagInfo(facts)]);
  await putText(to, 'tagmanifest-sha256.txt', manifestLines(tags));
  await to.clearStage();
}

async function described({ session, tables }: TableSource) {
  const all = [];
  for (const { table } of tables.values()) all.push({ table, comments: await commentsOf(session, table) });
  return all;
}

const bagInfo = ({ title, now, rows, bytes, files }: SealFacts): string =>
  [
    `External-Description: ${title.replace(/\s+/g, ' ')}`,
    `Bagging-Date: ${new Date(now).toISOString().slice(0, 10)}`,
    `Payload-Oxum: ${bytes}.${files}`,
    `Row-Count: ${rows}`,
    '',
  ].join('\n');

async function* manifestLines(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<string> {
  for await (const { name, sha256 } of entries) yield `${sha256}  ${name}\n`;
}
