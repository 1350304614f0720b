import Big from 'big.js';
import type { Chunk, Digest, Entry, Span } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import type { PostgresPlace } from '../../domain/exit/place';
import { tableId } from './catalogue';
import { type FilePlace, WHOLE } from './files/place';
import { putText } from './files/put-text';
import { addUp, copyJson, rowSchema } from './json-rows';
import { flow } from './meter';
import { type Comparison, type Ledger, type MoveOrder, type Mover, type SealFacts } from './mover';
import { digestPiece } from './pieces';
import { countTables, openTables, tableOf, tableSpans, type TableSource, totalsOf } from './table-source';

interface Ends {
  readonly source: TableSource;
  readonly to: FilePlace;
  readonly order: MoveOrder;
}

/** Writes tables as lines of JSON in the layout of a BagIt bag, one file for each chunk. */
export async function tablesToFiles(
  from: PostgresPlace,
  { to, tables }: { readonly to: FilePlace; readonly tables: readonly string[] },
  order: MoveOrder,
): Promise<Mover> {
  const source = await openTables(from, tables);
  const ends: Ends = { source, to, order };
  return {
    inventory: async (options) => {
      await to.prepare(options);
      return countTables(source);
    },
    spans: (ledger) => tableSpans(source, ledger, order),
    send: (span) => send(ends, span),
    compare: (chunk) => compare(ends, chunk),
    findings: (ledger) => findings(ends, ledger),
    seal: (entries, facts) => seal(ends, entries, facts),
    discard: async () => {
      if (order.drill) await to.discard();
    },
    close: async () => {
      await Promise.all([source.session.close(), to.close()]);
    },
  };
}

const fileOf = ({ unit, seq }: Pick<Span, 'unit' | 'seq'>): string =>
  `data/${encodeURIComponent(unit)}/${String(seq).padStart(6, '0')}.ndjson`;
const whole = (span: Pick<Span, 'unit' | 'seq'>) => ({ unit: fileOf(span), lower: null, upper: null });

const send = ({ source, to, order: { gate } }: Ends, span: Span): Promise<Digest> =>
  to.write(whole(span), {
    again: true,
    fill: (sink) => flow(copyJson(source.session, tableOf(source.tables, span.unit), span), { ...gate, sink }),
  });

async function compare({ source, to, order: { gate } }: Ends, chunk: Chunk): Promise<Comparison> {
  const here = await flow(copyJson(source.session, tableOf(source.tables, chunk.unit), chunk), gate);
  const copy = await digestPiece(to, whole(chunk), gate);
  return {
    source: here,
    target: copy && { ...copy, rows: here.rows },
    entry: copy && { name: fileOf(chunk), sha256: copy.sha256 },
  };
}

async function findings({ source, to }: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const faults: { counts: string[]; sums: string[] } = { counts: [], sums: [] };
  let compared = 0;
  for (const [unit, ordered] of source.tables) {
    const last = await ledger.last(unit);
    const columns = ordered.table.columns.filter((column) => column.summed);
    const there = [0, ...columns].map(() => new Big(0));
    for (let seq = 0; seq <= (last?.seq ?? -1); seq += 1)
      await addUp(to.read(fileOf({ unit, seq }), WHOLE), columns, there);
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

/** Manifest, schemas and a few words, so that the files explain themselves. */
async function seal(
  { source, to }: Ends,
  entries: AsyncIterable<Entry>,
  { title, now, rows, bytes, files }: SealFacts,
): Promise<void> {
  for (const { table } of source.tables.values())
    await putText(to, `schemas/${encodeURIComponent(tableId(table))}.json`, [
      `${JSON.stringify(rowSchema(table), null, 2)}\n`,
    ]);
  await putText(to, 'manifest-sha256.txt', manifestLines(entries));
  await putText(to, 'bagit.txt', ['BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n']);
  const info = [
    `External-Description: ${title.replace(/\s+/g, ' ')}`,
    `Bagging-Date: ${new Date(now).toISOString().slice(0, 10)}`,
  ];
  await putText(to, 'bag-info.txt', [
    `${[...info, `Payload-Oxum: ${bytes}.${files}`, `Row-Count: ${rows}`].join('\n')}\n`,
  ]);
  await to.clearStage();
}

async function* manifestLines(entries: AsyncIterable<Entry>): AsyncGenerator<string> {
  for await (const { name, sha256 } of entries) yield `${sha256}  ${name}\n`;
}
