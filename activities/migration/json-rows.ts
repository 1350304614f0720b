import type Big from 'big.js';
import type { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { Span } from '../../db/stores/dataset-chunks';
import type { Column, Table } from './catalogue';
import { addRecord } from './rows';
import type { Session } from './session';
import { inSpan, name, orderBy, type Ordered, qualified } from './table-sql';

/** Numbers that a reader of JSON might round are written as text. */
const isText = ({ type }: Column): boolean => /^(bigint|numeric)/.test(type);

/** One JSON object per line. JSON escapes control characters, so with these as quote and delimiter nothing else is escaped. */
export const copyJson = ({ client }: Session, ordered: Ordered, span: Pick<Span, 'lower' | 'upper'>): Readable => {
  const { table } = ordered;
  const fields = table.columns.map((column) =>
    isText(column) ? `${name(column.name)}::text as ${name(column.name)}` : name(column.name),
  );
  const query = `select (select row_to_json(r) from (select ${fields.join(', ')}) r)::text from ${qualified(table)} where ${inSpan(ordered, span)} order by ${orderBy(ordered)}`;
  return client.query(copyTo(`copy (${query}) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')`));
};

/** Count and sums of exact numbers of a file of rows, added up here and not by a database. */
export async function addUpJson(input: Readable, columns: readonly Column[], into: Big[]): Promise<void> {
  for await (const line of linesOf(input))
    addRecord(JSON.parse(line) as Readonly<Record<string, unknown>>, columns, into); // a line is one object
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
  [/^(bigint|numeric)/, { type: 'string', description: 'exact number as text' }],
  [/^(real|double precision)$/, { type: ['number', 'string'] }],
  [/^boolean$/, { type: 'boolean' }],
  [/^jsonb?$/, {}],
  [/\[\]$/, { type: 'array' }],
  [/^date$/, { type: 'string', format: 'date' }],
  [/^timestamp.*with time zone$/, { type: 'string', format: 'date-time' }],
  [/^uuid$/, { type: 'string', format: 'uuid' }],
];

/** JSON Schema (2020-12) of the rows of a table. */
export function rowSchema(table: Table): object {
  const properties = table.columns.map((column) => {
    const shape = JSON_TYPES.find(([pattern]) => pattern.test(column.type))?.[1] ?? { type: 'string' };
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
  };
}
