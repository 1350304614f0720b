import { from as copyFrom } from 'pg-copy-streams';
import type { Digest, Span } from '../../db/stores/dataset-chunks';
import { type Column, findTable, splitName, type Table, tableId, unfit } from './catalogue';
import { optionsOf } from './copy-form';
import type { CopyOut } from './copy-out';
import { flowCopy, type Gate } from './meter';
import { inSession, type Session } from './session';
import { columnList, inSpan, name, type Ordered, qualified } from './table-sql';

/** The table of the same columns under another name, or in the schema of a drill. */
export function targetTable(source: Table, text: string, drillSchema: string | null): Table {
  const place = splitName(text);
  return drillSchema === null
    ? { ...source, ...place }
    : { ...source, schema: drillSchema, name: `${place.schema}.${place.name}`.slice(0, 63) };
}

/** Makes the table where there is none; one that exists must have the same columns and key, and no rows of somebody else. */
export async function prepareTable(
  session: Session,
  table: Table,
  { mayHoldData }: { mayHoldData: boolean },
): Promise<void> {
  const found = await findTable(session, table);
  if (!found) return createTable(session, table);
  const fault = differences(table, found);
  if (fault.length > 0) throw unfit(`Table ${tableId(table)} of the target does not fit: ${fault.join('; ')}.`);
  if (mayHoldData) return;
  const filled = await session.value(`select exists (select 1 from ${qualified(table)})::text`);
  if (filled === 'true')
    throw unfit(`Table ${tableId(table)} of the target already holds rows: empty it or name another one.`);
}

async function createTable(session: Session, table: Table): Promise<void> {
  const columns = table.columns.map(
    (column) => `${name(column.name)} ${column.type}${column.notNull ? ' not null' : ''}`,
  );
  await session.run(`create schema if not exists ${name(table.schema)}`);
  await session.run(
    `create table if not exists ${qualified(table)} (${columns.join(', ')}, primary key (${columnList(table.key)}))`,
  );
}

function differences(wanted: Table, found: Table): string[] {
  const known = new Map(found.columns.map((column) => [column.name, column]));
  const columns = wanted.columns.flatMap(({ name: column, type }) => {
    const there = known.get(column);
    if (!there) return [`column ${column} is missing`];
    return there.type === type ? [] : [`column ${column} is ${there.type}, not ${type}`];
  });
  return sameNames(wanted.key, found.key) ? columns : [...columns, 'the primary key is another one'];
}

/**
 * Counts how keys are spread: without that a database takes a table that it has just been given for another one, and sorts each
 * span anew instead of walking along the key. Its own upkeep looks at the other columns later.
 */
export const knowKeys = async (session: Session, table: Table): Promise<void> => {
  await session.run(`analyze ${qualified(table)} (${columnList(table.key)})`);
};

const sameNames = (a: readonly Column[], b: readonly Column[]): boolean =>
  a.length === b.length && a.every((column, index) => column.name === b[index]?.name);

interface Delivery {
  readonly ordered: Ordered;
  readonly span: Span;
  readonly source: CopyOut;
  readonly gate: Gate;
}

/**
 * Writes a span in one transaction. Rows that are there already (a repetition, or a bad copy) are brought in line
 * through a staging table, so that a span sent twice is there once and nothing that refers to its rows is lost.
 */
export async function receiveSpan(session: Session, { ordered, span, source, gate }: Delivery): Promise<Digest> {
  const { table } = ordered;
  return inSession(session, 'begin', async () => {
    const occupied = await session.value(
      `select exists (select 1 from ${qualified(table)} where ${inSpan(ordered, span)})::text`,
    );
    if (occupied !== 'true') return copyInto(session, { into: qualified(table), ordered, source, gate });
    const stage = 'pg_temp.tenure_stage';
    await session.run(
      `create temporary table tenure_stage on commit drop as select ${columnList(table.columns)} from ${qualified(table)} with no data`,
    );
    const digest = await copyInto(session, { into: stage, ordered, source, gate });
    const same = table.key.map(({ name: key }) => `stage.${name(key)} = kept.${name(key)}`).join(' and ');
    await session.run(
      `delete from ${qualified(table)} kept where ${inSpan(ordered, span)} and not exists (select 1 from ${stage} stage where ${same})`,
    );
    await session.run(upsert(table, stage));
    return digest;
  });
}

function upsert(table: Table, stage: string): string {
  const rest = table.columns
    .filter((column) => !table.key.includes(column))
    .map(({ name: column }) => `${name(column)} = excluded.${name(column)}`);
  return `insert into ${qualified(table)} (${columnList(table.columns)}) overriding system value select ${columnList(table.columns)} from ${stage}
    on conflict (${columnList(table.key)}) do ${rest.length > 0 ? `update set ${rest.join(', ')}` : 'nothing'}`;
}

interface Copy extends Pick<Delivery, 'source' | 'gate' | 'ordered'> {
  readonly into: string;
}

function copyInto({ client }: Session, { into, ordered: { table, form }, source, gate }: Copy): Promise<Digest> {
  const command = `copy ${into} (${columnList(table.columns)}) from stdin${optionsOf(form)}`;
  return flowCopy(source, { ...gate, sink: client.query(copyFrom(command)) });
}
