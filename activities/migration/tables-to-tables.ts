import { createHash } from 'node:crypto';
import type { Chunk, Digest, Span } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import type { PostgresPlace } from '../../domain/exit/place';
import { selfReferring, sortsLike, splitName, type Table, tableId, unfit } from './catalogue';
import { bestForm, formOf, sameVersion } from './copy-form';
import { flowCopy } from './meter';
import { momentOf } from './moment';
import type { Comparison, Ledger, MoveOrder, Mover } from './mover';
import { openSession, type Session } from './session';
import { TableLanes } from './table-lanes';
import { compareSamples, compareTotals, type Pair } from './table-check';
import { copySpan, countTables, openTables, tableOf, tableSpans, type TableSource } from './table-source';
import { knowKeys, prepareTable, receiveSpan, targetTable } from './table-target';
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
  readonly lanes: TableLanes;
  readonly target: Session;
  /** Target tables by the id of their source. */
  readonly there: ReadonlyMap<string, Ordered>;
  /** Tables of the target whose rows refer to rows of the same table. */
  readonly alone: ReadonlySet<string>;
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
    sideBySide: (unit) => !ends.alone.has(tableId(tableOf(ends.there, unit).table)),
    send: (span) => send(ends, span),
    settle: async () => {
      for (const { table } of ends.there.values()) await knowKeys(target, table);
    },
    compare: (chunk, options) => compare(ends, chunk, options),
    findings: (ledger) => findings(ends, ledger),
    seal: () => Promise.resolve(),
    discard: async () => {
      if (order.drill) await target.run(`drop schema if exists ${name(drillSchema(order))} cascade`);
    },
    moment: momentOf(source),
    close: async () => {
      await Promise.all([ends.lanes.close(), source.session.close(), target.close()]);
    },
  };
}

const drillSchema = ({ runId }: MoveOrder): string =>
  `tenure_drill_${createHash('sha256').update(runId).digest('hex').slice(0, 16)}`;

async function openEnds({ from, to, tables, renamed }: TablesToTables, order: MoveOrder): Promise<Ends> {
  const names = new Map(tables.map((text, index) => [tableId(splitName(text)), renamed?.[index] ?? text]));
  const source = await openTables(from, tables);
  const opened = [source.session];
  try {
    const target = await openSession(to);
    opened.push(target);
    const here = await orderedAlike({ source, target }, order);
    const schema = order.drill ? drillSchema(order) : null;
    const there = new Map(
      [...here].map(([id, ordered]) => [
        id,
        { ...ordered, table: targetTable(ordered.table, names.get(id) ?? id, schema) },
      ]),
    );
    if (isSameDatabase(from, to)) refuseSelf(there);
    const lanes = new TableLanes({ from, to, session: source.session });
    const alone = await selfReferring(target);
    return { source: { ...source, tables: here }, lanes, target, there, alone, order };
  } catch (error) {
    await Promise.all(opened.map((session) => session.close()));
    throw error;
  }
}

/** Rows are written and sorted as they were at the inventory, which decides it. */
async function orderedAlike(
  { source: { session, tables }, target }: Pick<Ends, 'source' | 'target'>,
  { binary }: MoveOrder,
): Promise<TableSource['tables']> {
  const [bytewise, alike] = [!(await sortsLike(session, target)), await sameVersion(session, target)];
  const formed = (id: string, table: Table) => (binary ? formOf(binary, id) : bestForm(alike, table));
  return new Map([...tables].map(([id, { table }]) => [id, { table, form: formed(id, table), bytewise }]));
}

const isSameDatabase = (a: PostgresPlace, b: PostgresPlace): boolean =>
  a.host === b.host && a.port === b.port && a.database === b.database;

function refuseSelf(there: Ends['there']): void {
  for (const [id, { table }] of there)
    if (tableId(table) === id) throw unfit(`Table ${id} cannot be moved onto itself.`);
}

const send = ({ source: { tables }, lanes, there, order: { gate } }: Ends, span: Span): Promise<Digest> =>
  lanes.use((lane) => {
    const stream = copySpan(lane.source, tableOf(tables, span.unit), span);
    return receiveSpan(lane.target, { ordered: tableOf(there, span.unit), span, source: stream, gate });
  });

async function compare(
  { source: { tables }, lanes, there, order: { gate } }: Ends,
  chunk: Chunk,
  { asSent }: { readonly asSent: boolean },
): Promise<Comparison> {
  const [source, target] = await lanes.use((lane) =>
    Promise.all([
      asSent ? chunk : flowCopy(copySpan(lane.source, tableOf(tables, chunk.unit), chunk), gate),
      flowCopy(copySpan(lane.target, tableOf(there, chunk.unit), chunk), gate),
    ]),
  );
  const entry = { name: `${chunk.unit}/${String(chunk.seq).padStart(6, '0')}`, sha256: target.sha256 };
  return { source, target, entry };
}

async function findings({ source, target, there }: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const pairs: Pair[] = [];
  for (const [id, ordered] of source.tables) {
    const last = await ledger.last(id);
    pairs.push({
      source: ordered,
      target: tableOf(there, id),
      upper: last?.upper ?? null,
      rows: await ledger.rows(id),
    });
  }
  const sides = { source: source.session, target };
  return [...(await compareTotals(sides, pairs)), await compareSamples(sides, pairs)];
}
