import { createHash } from 'node:crypto';
import type { Chunk, Digest, Span } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import type { PostgresPlace } from '../../domain/exit/place';
import { sortsLike, splitName, tableId, unfit } from './catalogue';
import { flow } from './meter';
import type { Ledger, MoveOrder, Mover } from './mover';
import { openSession, type Session } from './session';
import { compareSamples, compareTotals, type Pair } from './table-check';
import { copySpan, countTables, openTables, tableOf, tableSpans, type TableSource } from './table-source';
import { prepareTable, receiveSpan, targetTable } from './table-target';
import { name, type Ordered } from './table-sql';

export interface TablesToTables {
  readonly from: PostgresPlace;
  readonly to: PostgresPlace;
  readonly tables: readonly string[];
  /** Names at the target, one for each table of the source. */
  readonly renamed?: readonly string[] | undefined;
}

interface Ends {
  readonly source: TableSource;
  readonly target: Session;
  /** Target tables by the id of their source. */
  readonly there: ReadonlyMap<string, Ordered>;
  readonly order: MoveOrder;
}

export async function tablesToTables(route: TablesToTables, order: MoveOrder): Promise<Mover> {
  const ends = await openEnds(route, order);
  const { source, target } = ends;
  return {
    inventory: async (options) => {
      for (const { table } of ends.there.values()) await prepareTable(target, table, options);
      return countTables(source);
    },
    spans: (ledger) => tableSpans(source, ledger, order),
    send: (span) => send(ends, span),
    compare: (chunk) => compare(ends, chunk),
    findings: (ledger) => findings(ends, ledger),
    seal: () => Promise.resolve(),
    discard: async () => {
      if (order.drill) await target.run(`drop schema if exists ${name(drillSchema(order))} cascade`);
    },
    close: async () => {
      await Promise.all([source.session.close(), target.close()]);
    },
  };
}

const drillSchema = ({ runId }: MoveOrder): string =>
  `tenure_drill_${createHash('sha256').update(runId).digest('hex').slice(0, 16)}`;

async function openEnds({ from, to, tables, renamed }: TablesToTables, order: MoveOrder): Promise<Ends> {
  const names = new Map(tables.map((text, index) => [tableId(splitName(text)), renamed?.[index] ?? text]));
  const source = await openTables(from, tables);
  try {
    const target = await openSession(to);
    const bytewise = !(await sortsLike(source.session, target));
    const here = new Map([...source.tables].map(([id, { table }]) => [id, { table, bytewise }]));
    const schema = order.drill ? drillSchema(order) : null;
    const there = new Map(
      [...here].map(([id, { table }]) => [id, { table: targetTable(table, names.get(id) ?? id, schema), bytewise }]),
    );
    if (isSameDatabase(from, to)) refuseSelf(there);
    return { source: { ...source, tables: here }, target, there, order };
  } catch (error) {
    await source.session.close();
    throw error;
  }
}

const isSameDatabase = (a: PostgresPlace, b: PostgresPlace): boolean =>
  a.host === b.host && a.port === b.port && a.database === b.database;

function refuseSelf(there: Ends['there']): void {
  for (const [id, { table }] of there)
    if (tableId(table) === id) throw unfit(`Table ${id} cannot be moved onto itself.`);
}

const send = ({ source, target, there, order: { signal } }: Ends, span: Span): Promise<Digest> => {
  const stream = copySpan(source.session, tableOf(source.tables, span.unit), span);
  return receiveSpan(target, { ordered: tableOf(there, span.unit), span, source: stream, signal });
};

async function compare({ source, target, there, order: { signal } }: Ends, chunk: Chunk) {
  const [here, copy] = await Promise.all([
    flow(copySpan(source.session, tableOf(source.tables, chunk.unit), chunk), { signal }),
    flow(copySpan(target, tableOf(there, chunk.unit), chunk), { signal }),
  ]);
  const entry = { name: `${chunk.unit}/${String(chunk.seq).padStart(6, '0')}`, sha256: copy.sha256 };
  return { source: here, target: copy, entry };
}

async function findings({ source, target, there }: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const pairs: Pair[] = [];
  for (const [id, ordered] of source.tables) {
    const last = await ledger.last(id);
    pairs.push({ source: ordered, target: tableOf(there, id), upper: last?.upper ?? null });
  }
  const sides = { source: source.session, target };
  return [...(await compareTotals(sides, pairs)), await compareSamples(sides, pairs)];
}
