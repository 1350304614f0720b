import type { Session } from './session';
import { literal } from './table-sql';
import type { Table } from './catalogue';

/**
 * Hash of what a table is made of: itself and all it gathers (partitions, children), their columns, and the types of these down to their
 * labels and fields. Each with the transaction that wrote it, so that what was changed and changed back differs as well. Null where the
 * rows alone do not tell what the table says: parts that lie elsewhere or bear no transactions, and values that are names of the catalogue.
 */
export const definitionOf = (session: Session, table: Table): Promise<string | null> =>
  session.value(definitionQuery(table));

/** Types whose values are numbers that the catalogue has names for: `regclass` and its like, and lists of rights. */
const NAMING = '(24, 1033, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191)';

const definitionQuery = ({ schema, name }: Table): string => `
  with recursive tree (oid) as (
     select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${literal(schema)} and c.relname = ${literal(name)}
     union select i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid),
   part (type) as (
     select a.atttypid from tree join pg_attribute a on a.attrelid = tree.oid where a.attnum > 0 and not a.attisdropped
     union
     select inner_type
       from part join pg_type t on t.oid = part.type cross join lateral (
         select nullif(t.typelem, 0) union all select nullif(t.typbasetype, 0)
         union all select f.atttypid from pg_attribute f where f.attrelid = t.typrelid and f.attnum > 0 and not f.attisdropped
         union all select r.rngsubtype from pg_range r where r.rngtypid = t.oid
         union all select r.rngtypid from pg_range r where r.rngmultitypid = t.oid) inner_types (inner_type)
      where inner_type is not null),
   relation (oid) as (
     select oid from tree union select t.typrelid from part join pg_type t on t.oid = part.type where t.typrelid <> 0),
   fact (said) as (
     select jsonb_build_array('relation', c.oid, c.relkind, c.xmin::text, n.oid, n.xmin::text)
       from relation join pg_class c using (oid) join pg_namespace n on n.oid = c.relnamespace
     union all select jsonb_build_array('child', i.inhparent, i.inhrelid, i.xmin::text)
       from tree join pg_inherits i on i.inhparent = tree.oid
     union all select jsonb_build_array('column', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attisdropped, a.xmin::text)
       from relation join pg_attribute a on a.attrelid = relation.oid where a.attnum > 0
     union all select jsonb_build_array('type', t.oid, t.xmin::text, p.xmin::text)
       from part join pg_type t on t.oid = part.type join pg_proc p on p.oid = t.typoutput
     union all select jsonb_build_array('label', e.enumtypid, e.oid, e.enumlabel, e.xmin::text)
       from part join pg_enum e on e.enumtypid = part.type)
  select case when exists (select from tree join pg_class c using (oid) left join pg_am m on m.oid = c.relam
                            where c.relkind not in ('r', 'p') or (c.relkind = 'r' and m.amname is distinct from 'heap'))
                or exists (select from part where type in ${NAMING}) then null
              else encode(sha256(convert_to(string_agg(said::text, E'\\n' order by said::text collate "C"), 'UTF8')), 'hex') end
    from fact`;

/** Which database answers: transactions of another one, or of one that was set back, have numbers of their own. Null where it may not be told. */
export async function systemOf(session: Session): Promise<string | null> {
  const mayAsk = await session.value(
    `select (has_function_privilege('pg_control_system()', 'execute') and has_function_privilege('pg_control_checkpoint()', 'execute'))::text`,
  );
  if (mayAsk !== 'true') return null;
  return session.value(
    `select concat_ws('/', s.system_identifier, c.timeline_id, d.oid)
       from pg_control_system() s, pg_control_checkpoint() c, pg_database d where d.datname = current_database()`,
  );
}
