import type { Written } from '../../domain/exit/bag-schema';
import { DomainError } from '../../domain/errors';
import type { Session } from './session';

export interface Column {
  readonly name: string;
  /** As the catalogue writes it, schema-qualified where it is not built in. */
  readonly type: string;
  readonly notNull: boolean;
  /** Exact numbers are summed on both sides as a second proof besides hashes. */
  readonly summed: boolean;
  readonly collatable: boolean;
  /** Equal values have the same bytes in the binary form of a copy, wherever they are. */
  readonly fixed: boolean;
  /** How its values stand in a file of JSON. */
  readonly written: Written;
}

export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Columns that hold values of their own; generated ones follow from them. */
  readonly columns: readonly Column[];
  /** Columns of the primary key, in its order. */
  readonly key: readonly Column[];
  /** Rows may be long, so chunks are cut by size. */
  readonly wide: boolean;
  /** What a row takes on disk, on average. */
  readonly rowBytes: number;
}

export type TableRef = Pick<Table, 'schema' | 'name'>;
export const tableId = ({ schema, name }: TableRef): string => `${schema}.${name}`;

/** `table` stands for `public.table`. */
export function splitName(text: string): TableRef {
  const [first = '', second] = text.split('.');
  return second === undefined ? { schema: 'public', name: first } : { schema: first, name: second };
}

interface FoundTable {
  readonly oid: string;
  readonly kind: string;
  readonly wide: string;
  readonly row_bytes: string;
}

const WIDE_BYTES_PER_ROW = 800;

/** Looks a table up; null when there is none. Only ordinary and partitioned tables with a primary key can be carried over. */
export async function findTable(session: Session, { schema, name }: TableRef): Promise<Table | null> {
  const [found] = await session.rows<FoundTable>(
    `select c.oid::text as oid, c.relkind::text as kind,
            (coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0) > 0
              or c.relkind = 'p'
              or pg_table_size(c.oid) > ${WIDE_BYTES_PER_ROW} * greatest(c.reltuples, 1)) ::text as wide,
            ceil(pg_table_size(c.oid) / greatest(c.reltuples, 1))::text as row_bytes
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2`,
    [schema, name],
  );
  if (!found) return null;
  if (!['r', 'p'].includes(found.kind)) throw unfit(`${schema}.${name} is not a table.`);
  const columns = await columnsOf(session, found.oid);
  return {
    schema,
    name,
    columns,
    key: await keyOf(session, found.oid, columns),
    wide: found.wide === 'true',
    rowBytes: Number(found.row_bytes),
  };
}

export async function existingTable(session: Session, text: string): Promise<Table> {
  const table = await findTable(session, splitName(text));
  if (!table) throw unfit(`There is no table ${text}.`);
  if (table.key.length === 0)
    throw unfit(`Table ${tableId(table)} has no primary key, so it cannot be carried over in parts: add one.`);
  return table;
}

interface FoundColumn {
  readonly name: string;
  readonly type: string;
  readonly not_null: string;
  readonly summed: string;
  readonly collatable: string;
  readonly fixed: string;
  readonly written: Written;
}

/** Numbers that a reader of JSON might round, and JSON itself, whose null would be taken for no value. */
const TEXTUAL = '(20, 1700, 114, 3802)';

/**
 * Types that are built in, and of whose values equal ones have the same bytes: boolean, bytea, whole and broken numbers, texts, JSON,
 * addresses, times, uuid. Not those that bear numbers of the catalogue of their server, and no arrays: one that holds no null any
 * more may still say that it does.
 */
const FIXED =
  '(16, 17, 20, 21, 23, 25, 114, 650, 700, 701, 774, 829, 869, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 2950, 3802)';

async function columnsOf(session: Session, oid: string): Promise<readonly Column[]> {
  const rows = await session.rows<FoundColumn>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull::text as not_null,
            (a.atttypid in (20, 21, 23, 1700))::text as summed, (a.attcollation <> 0)::text as collatable,
            (b.oid in ${FIXED} or b.typtype = 'e')::text as fixed,
            case when b.oid in ${TEXTUAL} then 'text' when b.typcategory = 'A' and coalesce(nullif(e.typbasetype, 0), e.oid) in ${TEXTUAL} then 'texts' else 'value' end as written
       from pg_attribute a
       cross join lateral (
         with recursive base (oid, typtype, typbasetype, typelem, typcategory) as (
           select t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory from pg_type t where t.oid = a.atttypid
           union all
           select t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory
             from base join pg_type t on t.oid = base.typbasetype where base.typtype = 'd')
         select * from base where typtype <> 'd') b
       left join pg_type e on e.oid = b.typelem
      where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum`,
    [oid],
  );
  return rows.map((row) => ({
    name: row.name,
    type: row.type,
    notNull: row.not_null === 'true',
    summed: row.summed === 'true',
    collatable: row.collatable === 'true',
    fixed: row.fixed === 'true',
    written: row.written,
  }));
}

async function keyOf(session: Session, oid: string, columns: readonly Column[]): Promise<readonly Column[]> {
  const rows = await session.rows<{ name: string }>(
    `select a.attname as name
       from pg_index i cross join lateral unnest(i.indkey) with ordinality k (attnum, place)
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where i.indrelid = $1::oid and i.indisprimary and k.place <= i.indnkeyatts
      order by k.place`,
    [oid],
  );
  return rows.flatMap(({ name }) => columns.filter((column) => column.name === name));
}

/** Tables so that each comes after those it refers to; tables in a circle keep the given order. */
export async function inReferenceOrder(session: Session, tables: readonly Table[]): Promise<readonly Table[]> {
  const links = await session.rows<{ child: string; parent: string }>(
    `select cn.nspname || '.' || c.relname as child, pn.nspname || '.' || p.relname as parent
       from pg_constraint f
       join pg_class c on c.oid = f.conrelid join pg_namespace cn on cn.oid = c.relnamespace
       join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
      where f.contype = 'f'`,
  );
  const placed: Table[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const open = new Set(rest.map(tableId));
    const waits = (table: Table): boolean =>
      links.some(({ child, parent }) => child === tableId(table) && parent !== child && open.has(parent));
    const free = rest.filter((table) => !waits(table));
    placed.push(...(free.length > 0 ? free : rest));
    rest = free.length > 0 ? rest.filter((table) => !free.includes(table)) : [];
  }
  return placed;
}

/** Ids of tables whose rows refer to rows of the same table: their spans go one after the other. */
export async function selfReferring(session: Session): Promise<ReadonlySet<string>> {
  const found = await session.rows<TableRef>(
    `select n.nspname as schema, c.relname as name
       from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
      where f.contype = 'f' and f.conrelid = f.confrelid`,
  );
  return new Set(found.map(tableId));
}

/** Both sides sort texts alike, so that a range of keys holds the same rows on both. */
export async function sortsLike(a: Session, b: Session): Promise<boolean> {
  const sql = `select concat_ws('|', d.datcollate, d.datcollversion, d.datlocprovider, to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale')
                 from pg_database d where d.datname = current_database()`;
  return (await a.value(sql)) === (await b.value(sql));
}

export const unfit = (message: string): DomainError => new DomainError('INVALID_FIELDS', message);
