import type { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { BagTable, Written } from '../../domain/exit/bag-schema';
import type { Span } from '../../db/stores/dataset-chunks';
import type { Column, Table } from './catalogue';
import type { FileRecord } from './rows';
import type { Session } from './session';
import { inSpan, name, orderBy, type Ordered, qualified } from './table-sql';

const CASTS: Readonly<Record<Written, string>> = { value: '', text: '::text', texts: '::text[]' };

/** A row as one object of JSON; what a reader might round or mistake is written as text. */
export const jsonRecord = (
  { columns }: { readonly columns: readonly Pick<Column, 'name' | 'written'>[] },
  of = '',
): string => {
  const fields = columns.map((column) => `${of}${name(column.name)}${CASTS[column.written]} as ${name(column.name)}`);
  return `(select row_to_json(r.*) from (select ${fields.join(', ')}) r)::text`;
};

/** Each value is a line: JSON escapes control characters, so with these as quote and delimiter nothing else is escaped. */
export const LINES = "with (format csv, quote e'\\x01', delimiter e'\\x02')";

/** One JSON object per line. */
export const copyJson = ({ client }: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): Readable => {
  const { table } = ordered;
  const query = `select ${jsonRecord(table)} from ${qualified(table)} where ${inSpan(ordered, span)} order by ${orderBy(ordered)}`;
  return client.query(copyTo(`copy (${query}) to stdout ${LINES}`));
};

/** Records of a file, read here and not by a database. */
export async function* jsonRecords(input: Readable): AsyncGenerator<FileRecord> {
  for await (const line of linesOf(input)) {
    const values = JSON.parse(line) as FileRecord['values']; // a line is one object
    yield { values, json: () => line };
  }
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const text of input.setEncoding('utf8')) {
    const lines = `${rest}${String(text)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

const JSON_TYPES: readonly (readonly [RegExp, object])[] = [
  [/^(smallint|integer)$/, { type: 'integer' }],
  [/^(real|double precision)$/, { type: ['number', 'string'] }],
  [/^boolean$/, { type: 'boolean' }],
  [/\[\]$/, { type: 'array' }],
  [/^date$/, { type: 'string', format: 'date' }],
  [/^timestamp.*with time zone$/, { type: 'string', format: 'date-time' }],
  [/^uuid$/, { type: 'string', format: 'uuid' }],
];

const JSON_TEXT = { type: 'string', contentMediaType: 'application/json' };
const EXACT = { type: 'string', description: 'exact number as text' };

const textShape = (type: string): object => (/^jsonb?(\[\])?$/.test(type) ? JSON_TEXT : EXACT);

function shapeOf({ type, written }: Column): object {
  if (written === 'text') return textShape(type);
  if (written === 'texts') return { type: 'array', description: 'of texts, for the same reason' };
  return JSON_TYPES.find(([pattern]) => pattern.test(type))?.[1] ?? (type.includes('.') ? {} : { type: 'string' });
}

/** JSON Schema (2020-12) of the rows of a table, with what it takes to make the table again. */
export function rowSchema(table: Table, structure: BagTable): object {
  const properties = table.columns.map((column) => {
    const shape = shapeOf(column);
    return [column.name, column.notNull ? shape : { anyOf: [shape, { type: 'null' }] }] as const;
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${table.schema}.${table.name}`,
    type: 'object',
    properties: Object.fromEntries(properties),
    required: table.columns.map((column) => column.name),
    additionalProperties: false,
    'x-primary-key': table.key.map((column) => column.name),
    'x-postgresql': structure,
  };
}
