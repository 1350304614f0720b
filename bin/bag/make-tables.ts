import pg from 'pg';
import type { Session } from '../../activities/migration/session';
import type { BagTable, BagType } from '../../domain/exit/bag-schema';
import { StartFailure } from '../parts/failure';

const name = (text: string): string => pg.escapeIdentifier(text);
export const qualified = ({ schema, table }: Pick<BagTable, 'schema' | 'table'>): string =>
  `${name(schema)}.${name(table)}`;

/** Makes the tables of a bag with their types; constraints come once the rows are in. */
export async function makeTables(session: Session, tables: readonly BagTable[]): Promise<void> {
  await refuseKnown(session, tables);
  const types = new Map(tables.flatMap((table) => table.types).map((type) => [type.name, type]));
  const schemas = new Set([...tables.map(({ schema }) => schema), ...[...types.values()].flatMap(schemaOf)]);
  for (const schema of schemas) await session.run(`create schema if not exists ${name(schema)}`);
  for (const type of types.values()) await session.run(typeSql(type));
  for (const table of tables) await session.run(tableSql(table));
}

/** Types are written as the catalogue writes them, quoted where that is needed. */
const schemaOf = ({ name: type }: BagType): string[] => {
  const [, quoted, plain] = /^(?:"((?:[^"]|"")+)"|([^".]+))\./.exec(type) ?? [];
  const schema = quoted?.replaceAll('""', '"') ?? plain;
  return schema === undefined ? [] : [schema];
};

async function refuseKnown(session: Session, tables: readonly BagTable[]): Promise<void> {
  for (const { schema, table } of tables) {
    const [known] = await session.rows(
      `select from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
      [schema, table],
    );
    if (known) throw new StartFailure(`The database has ${schema}.${table} already: import into an empty one.`);
  }
}

function typeSql(type: BagType): string {
  switch (type.kind) {
    case 'enum':
      return `create type ${type.name} as enum (${type.labels.map((label) => pg.escapeLiteral(label)).join(', ')})`;
    case 'domain':
      return `create domain ${type.name} as ${[type.base, ...(type.notNull ? ['not null'] : []), ...type.checks].join(' ')}`;
    case 'composite':
      return `create type ${type.name} as (${type.attributes.map((part) => `${name(part.name)} ${part.type}`).join(', ')})`;
    case 'range':
      return `create type ${type.name} as range (subtype = ${type.subtype})`;
    case 'extension':
      return `create extension if not exists ${name(type.extension)} schema ${name(schemaOf(type)[0] ?? 'public')}`;
  }
}

function tableSql(table: BagTable): string {
  const columns = table.columns.map(({ name: column, type, notNull, collation, identity }) =>
    [
      `${name(column)} ${type}`,
      ...(collation === null ? [] : [`collate ${collation}`]),
      ...(identity === null ? [] : [`generated ${identity} as identity`]),
      ...(notNull ? ['not null'] : []),
    ].join(' '),
  );
  const generated = table.generated.map(
    ({ name: column, type, as, stored }) =>
      `${name(column)} ${type} generated always as (${as}) ${stored ? 'stored' : 'virtual'}`,
  );
  const key = `primary key (${table.primaryKey.map(name).join(', ')})`;
  return `create table ${qualified(table)} (${[...columns, ...generated, key].join(', ')})`;
}

/** Adds what holds between rows; what refers to tables that are not in the bag is left out and named. */
export async function addConstraints(session: Session, tables: readonly BagTable[]): Promise<readonly string[]> {
  const known = new Set(tables.map(({ schema, table }) => `${schema}.${table}`));
  const left: string[] = [];
  const all = tables.flatMap((table) => table.constraints.map((constraint) => ({ table, ...constraint })));
  const inOrder = [
    ...all.filter(({ refersTo }) => refersTo === null),
    ...all.filter(({ refersTo }) => refersTo !== null),
  ];
  for (const { table, name: constraint, definition, refersTo } of inOrder) {
    if (refersTo !== null && !known.has(refersTo)) left.push(`${qualified(table)} ${constraint}: ${definition}`);
    else await session.run(`alter table ${qualified(table)} add constraint ${name(constraint)} ${definition}`);
  }
  return left;
}

/** The next row gets a number behind those that came from the bag. */
export async function advanceIdentities(session: Session, tables: readonly BagTable[]): Promise<void> {
  for (const table of tables)
    for (const column of table.columns.filter(({ identity }) => identity !== null))
      await session.run(
        `select setval(pg_get_serial_sequence(${pg.escapeLiteral(qualified(table))}, ${pg.escapeLiteral(column.name)}),
                       greatest(max(${name(column.name)}), 1), max(${name(column.name)}) is not null) from ${qualified(table)}`,
      );
}
