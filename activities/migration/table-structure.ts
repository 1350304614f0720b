import { BagTable } from '../../domain/exit/bag-schema';
import { type Table, unfit } from './catalogue';
import type { Session } from './session';
import { literal } from './table-sql';

/** What it takes to make a table again elsewhere, as the catalogue has it. */
export async function structureOf(session: Session, table: Table): Promise<BagTable> {
  const oid = `(select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = ${literal(table.schema)} and c.relname = ${literal(table.name)})`;
  const about = new Map((await jsonRows(session, columnsQuery(oid))).map((row) => [row['name'], row]));
  return BagTable.parse({
    schema: table.schema,
    table: table.name,
    columns: table.columns.map(({ name, type, notNull, written }) => ({
      ...{ name, type, notNull, written },
      ...about.get(name),
    })),
    generated: await jsonRows(session, generatedQuery(oid)),
    primaryKey: table.key.map(({ name }) => name),
    types: (await jsonRows(session, typesQuery(oid))).map(known),
    constraints: await jsonRows(session, constraintsQuery(oid)),
  });
}

type Found = Readonly<Record<string, unknown>>;

async function jsonRows(session: Session, query: string): Promise<readonly Found[]> {
  const text = await session.value(`select coalesce(json_agg(row_to_json(found)), '[]') from (${query}) found`);
  return JSON.parse(text ?? '[]') as readonly Found[]; // as the query makes them
}

const KINDS: readonly unknown[] = ['enum', 'domain', 'composite', 'range', 'extension'];

function known(type: Found): Found {
  if (!KINDS.includes(type['kind']))
    throw unfit(`Type ${String(type['name'])} cannot be described in the papers of a bag.`);
  return type;
}

const columnsQuery = (oid: string): string =>
  `select a.attname as name, case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
          case when a.attcollation <> t.typcollation and n.nspname = 'pg_catalog' then quote_ident(n.nspname) || '.' || quote_ident(l.collname) end as collation
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     left join pg_collation l on l.oid = a.attcollation left join pg_namespace n on n.oid = l.collnamespace
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped`;

const generatedQuery = (oid: string): string =>
  `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as "as", a.attgenerated = 's' as stored
     from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped and a.attgenerated <> '' order by a.attnum`;

/** Unique, check and foreign keys; the primary key is told by itself, and that a value is required by its column. */
const constraintsQuery = (oid: string): string =>
  `select c.conname as name, pg_get_constraintdef(c.oid) as definition,
          case when c.contype = 'f' then (select n.nspname || '.' || r.relname from pg_class r join pg_namespace n on n.oid = r.relnamespace where r.oid = c.confrelid) end as "refersTo"
     from pg_constraint c where c.conrelid = ${oid} and c.contype in ('u', 'c', 'f', 'x') order by c.conname`;

/** Types that columns are made of, down to those that are built in; what an extension brings is not looked into. */
const typesQuery = (oid: string): string =>
  `with recursive part (type, depth) as (
     select a.atttypid, 0 from pg_attribute a where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
     union
     select inner_type, depth + 1
       from part join pg_type t on t.oid = part.type cross join lateral (
         select nullif(t.typelem, 0) where t.typcategory = 'A' union all select nullif(t.typbasetype, 0)
         union all select f.atttypid from pg_attribute f where f.attrelid = t.typrelid and t.typtype = 'c' and f.attnum > 0 and not f.attisdropped
         union all select r.rngsubtype from pg_range r where r.rngtypid = t.oid
         union all select r.rngtypid from pg_range r where r.rngmultitypid = t.oid) inner_types (inner_type)
      where inner_type is not null and depth < 20
        and not exists (select from pg_depend d where d.objid = t.oid and d.classid = 'pg_type'::regclass and d.deptype = 'e')),
   needed as (select type, max(depth) as depth from part group by type)
   select format_type(t.oid, null) as name, e.extname as extension,
          case when e.extname is not null then 'extension' when t.typtype = 'e' then 'enum' when t.typtype = 'd' then 'domain'
               when t.typtype = 'c' then 'composite' when t.typtype = 'r' then 'range' else t.typname::text end as kind,
          (select json_agg(l.enumlabel order by l.enumsortorder) from pg_enum l where l.enumtypid = t.oid) as labels,
          nullif(format_type(nullif(t.typbasetype, 0), t.typtypmod), '-') as base, t.typnotnull as "notNull",
          (select coalesce(json_agg(pg_get_constraintdef(k.oid) order by k.conname), '[]') from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks,
          (select json_agg(json_build_object('name', f.attname, 'type', format_type(f.atttypid, f.atttypmod)) order by f.attnum)
             from pg_attribute f where f.attrelid = t.typrelid and f.attnum > 0 and not f.attisdropped) as attributes,
          (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid) as subtype
     from needed join pg_type t on t.oid = needed.type join pg_namespace n on n.oid = t.typnamespace
     left join pg_depend d on d.objid = t.oid and d.classid = 'pg_type'::regclass and d.deptype = 'e'
     left join pg_extension e on e.oid = d.refobjid
    where n.nspname not in ('pg_catalog', 'information_schema') and t.typcategory <> 'A' and t.typtype <> 'm'
    order by needed.depth desc, 1`;
