import type { BagColumn } from '../../domain/exit/bag-schema';
import type { RowFormat } from '../../domain/exit/end-schema';
import { name } from './table-sql';

/** How a database reads records of files: what to put behind `from`, and the value of each column with its type. */
export interface Reading {
  readonly from: string;
  readonly values: readonly string[];
}

type Read = Pick<BagColumn, 'name' | 'type' | 'written'>;

/** As what JSON is read first: a text that stands for a number or for JSON is cast afterwards. */
const carrier = ({ type, written }: Read): string => ({ value: type, text: 'text', texts: 'text[]' })[written];
const cast = ({ type, written }: Read, value: string): string => (written === 'value' ? value : `${value}::${type}`);

/** `record` is the SQL of one record: JSON of an object, or for CSV of the list of its cells. */
export function readingOf(format: RowFormat, columns: readonly Read[], record: string): Reading {
  if (format === 'csv')
    return { from: '', values: columns.map((column, index) => cellValue(column, `${record} ->> ${index}`)) };
  const shape = columns.map((column) => `${name(column.name)} ${carrier(column)}`).join(', ');
  return {
    from: `cross join lateral json_to_record(${record}) as r(${shape})`,
    values: columns.map((column) => cast(column, `r.${name(column.name)}`)),
  };
}

/** Takes away the apostrophe that keeps spreadsheets off; lists stand in a cell as JSON. */
function cellValue(column: Read, cell: string): string {
  const text = `(case when left(${cell}, 1) = '''' then substr(${cell}, 2) else ${cell} end)`;
  if (!column.type.endsWith('[]')) return `${text}::${column.type}`;
  const list = `(select x.v from json_to_record(json_build_object('v', ${text}::json)) as x(v ${carrier(column)}))`;
  return cast(column, list);
}
