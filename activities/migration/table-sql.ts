import pg from 'pg';
import type { Bound, Span } from '../../db/stores/dataset-chunks';
import type { Column, Table } from './catalogue';
import type { CopyForm } from './copy-form';

export const name = (text: string): string => pg.escapeIdentifier(text);
export const literal = (text: string): string => pg.escapeLiteral(text);
export const qualified = ({ schema, name: table }: Pick<Table, 'schema' | 'name'>): string =>
  `${name(schema)}.${name(table)}`;
export const columnList = (columns: readonly Column[]): string => columns.map((column) => name(column.name)).join(', ');

/** A table together with how its rows are written and its texts are sorted on both sides. */
export interface Ordered {
  readonly table: Table;
  readonly form: CopyForm;
  /** Sort texts by their bytes, because the two databases sort them differently. */
  readonly bytewise: boolean;
}

const keyTerms = ({ table, bytewise }: Ordered, of = ''): string[] =>
  table.key.map((column) => of + name(column.name) + (bytewise && column.collatable ? ' collate "C"' : ''));

export const orderBy = (ordered: Ordered): string => keyTerms(ordered).join(', ');
/** Where what is selected has the names of the key but not its values, the table is called `t`. */
export const orderByTable = (ordered: Ordered): string => keyTerms(ordered, 't.').join(', ');

function compare(ordered: Ordered, operator: '>' | '<=', bound: Bound): string {
  if (bound === null) return 'true';
  const values = ordered.table.key.map((column, index) => `${literal(bound[index] ?? '')}::${column.type}`);
  return `(${keyTerms(ordered).join(', ')}) ${operator} (${values.join(', ')})`;
}

/** Rows of a span: keys above the lower and up to the upper bound. */
export const inSpan = (ordered: Ordered, { lower, upper }: Pick<Span, 'lower' | 'upper'>): string =>
  `${compare(ordered, '>', lower)} and ${compare(ordered, '<=', upper)}`;

export const selectSpan = (ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): string =>
  `select ${columnList(ordered.table.columns)} from ${qualified(ordered.table)} where ${inSpan(ordered, span)} order by ${orderBy(ordered)}`;

export const CHUNK_BYTES = 16 * 1024 * 1024;
/** Two spans are on their way at once: together they make a chunk. */
const SPAN_BYTES = CHUNK_BYTES / 2;
const LEAST_ROWS = 10_000;
const MOST_ROWS = 100_000;
/** On average a span stays this far below its size, so that few go beyond. */
const MARGIN = 0.75;

/** Rows that a span holds: what fits into its size, and of long rows so many that their size is counted. */
export const spanRows = ({ wide, rowBytes }: Pick<Table, 'wide' | 'rowBytes'>): number =>
  wide
    ? LEAST_ROWS
    : Math.min(MOST_ROWS, Math.max(LEAST_ROWS, Math.floor((MARGIN * SPAN_BYTES) / Math.max(rowBytes, 1))));

/** About the length of a row as text, without unpacking what is stored apart. */
const rowLength = ({ columns }: Table): string => columns.map(columnLength).join(' + ');

function columnLength({ name: column, type }: Column): string {
  if (/^(text|character)/.test(type) && !type.endsWith('[]')) return `coalesce(octet_length(${name(column)}), 0)`;
  if (type === 'bytea') return `coalesce(2 * octet_length(${name(column)}), 0)`;
  return `coalesce(2 * pg_column_size(${name(column)}), 0)`;
}

const keyTexts = ({ key }: Table): string => key.map((column) => `${name(column.name)}::text`).join(', ');

/** Finds the key of the last row of the next chunk: no row when fewer rows are left than a chunk holds. */
export function cutQuery(ordered: Ordered, lower: Bound, rows: number): string {
  const { table } = ordered;
  const rest = `from ${qualified(table)} t where ${compare(ordered, '>', lower)} order by ${orderBy(ordered)}`;
  if (!table.wide) return `select array[${keyTexts(table)}] as key ${rest} offset ${rows - 1} limit 1`;
  return `with near as (select array[${keyTexts(table)}] as key, ${rowLength(table)} as size, row_number() over (order by ${orderBy(ordered)}) as n ${rest} limit ${rows}),
     sized as (select near.key, n, sum(size) over (order by n) as total, sum(size) over () as everything, count(*) over () as found from near)
     select sized.key from sized
      where (total <= ${SPAN_BYTES} or n = 1) and not (found < ${rows} and everything <= ${SPAN_BYTES})
      order by n desc limit 1`;
}

/** Numbers that are none have no scale: they cannot be summed. */
const exactNumbers = ({ name: column, type }: Column): string =>
  type.startsWith('numeric') ? ` filter (where scale(${name(column)}) is not null)` : '';

/** Count of rows and the sum of every column of exact numbers, as text. */
export function totalsQuery(ordered: Ordered, upper: Bound): string {
  const sums = ordered.table.columns
    .filter((column) => column.summed)
    .map((column) => `coalesce(sum(${name(column.name)})${exactNumbers(column)}, 0)::text`);
  return `select array[${['count(*)::text', ...sums].join(', ')}] as totals from ${qualified(ordered.table)} where ${compare(ordered, '<=', upper)}`;
}

const LARGE_TABLE = 200_000;
/** Blocks are picked in place of rows where reading every row would take long, and rows at random among theirs. */
const SPREAD = 20;

/** Keys of records picked at random. */
export function sampleKeysQuery(
  ordered: Ordered,
  { rows, wanted, upper }: { rows: number; wanted: number; upper: Bound },
): string {
  const share = (factor: number): number => Math.min(100, (100 * factor * wanted) / Math.max(rows, 1));
  const sample = rows > LARGE_TABLE ? `system (${share(SPREAD)})` : `bernoulli (${share(1.5)})`;
  return `select array[${keyTexts(ordered.table)}] as key from ${qualified(ordered.table)} tablesample ${sample}
           where ${compare(ordered, '<=', upper)} order by random() limit ${wanted}`;
}

/** Whole records by key, each as one text. */
export function recordsQuery(ordered: Ordered, keys: readonly (readonly string[])[]): string {
  const { table } = ordered;
  const tuples = keys.map(
    (key) => `(${table.key.map((column, i) => `${literal(key[i] ?? '')}::${column.type}`).join(', ')})`,
  );
  return `select array[${keyTexts(table)}]::text as key, (select to_jsonb(r.*) from (select ${columnList(table.columns)}) r)::text as record
            from ${qualified(table)} where (${columnList(table.key)}) in (${tuples.join(', ')}) order by ${orderBy(ordered)}`;
}
