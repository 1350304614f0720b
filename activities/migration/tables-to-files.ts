import type { Chunk, Digest, Span } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import type { RowFormat } from '../../domain/exit/end-schema';
import type { PostgresPlace } from '../../domain/exit/place';
import { sealedName } from '../../domain/exit/sealed-name';
import { layPapers, type Paper, removeLeftovers, unlistedFiles } from './bag';
import { commentsOf, dataDictionary } from './bag-papers';
import { tableId } from './catalogue';
import { checkFiles, countSealed } from './file-check';
import type { FilePlace } from './files/place';
import { isSealed } from './files/sealed';
import { rowSchema } from './json-rows';
import { momentOf } from './moment';
import type { Comparison, Ledger, Lists, MoveOrder, Mover, SealFacts } from './mover';
import { digestPiece } from './pieces';
import { ROW_WRITERS } from './row-formats';
import { flowRows } from './rows';
import { countTables, openTables, tableOf, tableSpans, type TableSource } from './table-source';
import { structureOf } from './table-structure';

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
      // Before the first row goes: what no paper can describe would be refused at the end of it all.
      await describe(source);
      await to.prepare(options);
      return countTables(source);
    },
    spans: (ledger) => tableSpans(source, ledger, order),
    send: (span) => send(ends, span),
    compare: (chunk, { asSent }) => compare(ends, chunk, asSent),
    findings: (ledger) => findings(ends, ledger),
    flush: async () => to.flush?.(),
    seal: (lists, facts) => seal(ends, lists, facts),
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
  const name = isSealed(to) ? sealedName(path, 0) : path;
  return { source: here, target: copy && { ...copy, rows: here.rows }, entry: copy && { name, sha256: copy.sha256 } };
}

/** Files of an earlier migration that had more of them: they are ours, and no part of this copy. */
const isLeftover = ({ source, format }: Ends, name: string): boolean => {
  const [, folder, rest = ''] = /^data\/([^/]+)\/\d{6,}\.(.+)$/s.exec(name) ?? [];
  const units = [...source.tables.keys()].map(encodeURIComponent);
  return units.some((unit) => unit === folder) && [format, sealedName(format, 0)].includes(rest);
};

async function findings(ends: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const { source, to, format } = ends;
  const fileAt = (unit: string, seq: number): string => fileOf(format, { unit, seq });
  const found = isSealed(to)
    ? await countSealed(source, ledger)
    : await checkFiles({ source, to, format, fileOf: fileAt }, ledger);
  return [...found, await unlistedFiles(to, ledger, (name) => isLeftover(ends, name))];
}

/** Manifest, schemas and words for people, so that the files explain themselves. */
async function seal(ends: Ends, lists: Lists, facts: SealFacts): Promise<void> {
  const { source, to, format } = ends;
  await removeLeftovers(to, lists, (name) => isLeftover(ends, name));
  const described = await describe(source);
  const papers = described.map(({ table, structure }): Paper => {
    const schema = `${JSON.stringify(rowSchema(table, structure), null, 2)}\n`;
    return { name: `schemas/${encodeURIComponent(tableId(table))}.json`, text: schema };
  });
  papers.push({ name: 'data-dictionary.md', text: dataDictionary(facts.locale, described) });
  await layPapers(to, { papers, lists, facts, form: format });
  await to.clearStage();
  await to.flush?.();
}

async function describe({ session, tables }: TableSource) {
  const described = [];
  for (const { table } of tables.values())
    described.push({ table, structure: await structureOf(session, table), comments: await commentsOf(session, table) });
  return described;
}
