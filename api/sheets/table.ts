import type { ZodType } from 'zod';
import { DomainError, type Issue } from '../../domain/errors';
import { translateCount } from '../../templates/catalog';
import { parseWith } from '../parse';
import type { SheetRow } from './sheet';

/** A column that an import knows: by its key or by any of its titles, in any case. */
export interface ImportColumn {
  readonly key: string;
  readonly titles: readonly string[];
  readonly required?: boolean;
}

/** One line of data: cells by column key, '' where empty. `row` is the number that a spreadsheet shows. */
export interface Line {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What is wrong with one cell, or with a whole row when `column` is null. */
export interface RowFault {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
}

/** Lines of data below a header that names known columns. Throws `INVALID_FIELDS` for a header that does not fit. */
export function linesOf(rows: readonly SheetRow[], columns: readonly ImportColumn[]): readonly Line[] {
  const [head, ...body] = rows;
  if (!head) throw faultsError([{ row: 1, column: null, message: 'the file is empty' }]);
  const keys = head.cells.map((title) => keyOf(title, columns));
  const faults = headerFaults(head.cells, { keys, columns });
  if (faults.length > 0) throw faultsError(faults);
  return body
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ row, cells }) => ({
      row,
      cells: Object.fromEntries(keys.flatMap((key, index) => (key ? [[key, cells[index] ?? '']] : []))),
    }));
}

const keyOf = (title: string, columns: readonly ImportColumn[]): string | null =>
  columns.find(({ key, titles }) => [key, ...titles].some((one) => one.toLowerCase() === title.toLowerCase()))?.key ??
  null;

interface Header {
  readonly keys: readonly (string | null)[];
  readonly columns: readonly ImportColumn[];
}

function headerFaults(titles: readonly string[], { keys, columns }: Header): readonly RowFault[] {
  const fault = (column: string | null, message: string): RowFault => ({ row: 1, column, message });
  return [
    ...titles.flatMap((title, index) => {
      const key = keys[index] ?? null;
      if (title === '') return [];
      if (key === null) return [fault(title, `"${title}" is not a column of this import`)];
      return keys.indexOf(key) === index ? [] : [fault(key, 'the column comes twice')];
    }),
    ...columns.flatMap(({ key, required = false }) =>
      required && !keys.includes(key) ? [fault(key, 'the column is missing')] : [],
    ),
  ];
}

/** Parses one line with a schema; what is wrong is told by column. */
export function parseLine<T>(
  schema: ZodType<T>,
  { row }: Line,
  value: unknown,
): { value: T } | { faults: readonly RowFault[] } {
  try {
    return { value: parseWith(schema, value, 'INVALID_FIELDS') };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { faults: error.errors.map(({ path, message }) => ({ row, column: path || null, message })) };
  }
}

/** What is wrong, for somebody who is shown the row and the column apart. */
export const bareFault = (message: string): string => message.replace(/^row \d+(, column [^:]*)?: /, '');

/** Reports are read by people: beyond this many faults they know enough. */
const MAX_FAULTS = 500;

export const faultsError = (faults: readonly RowFault[]): DomainError => {
  const errors: readonly Issue[] = faults.slice(0, MAX_FAULTS).map(({ row, column, message }) => ({
    path: column === null ? `rows.${row}` : `rows.${row}.${column}`,
    message: column === null ? `row ${row}: ${message}` : `row ${row}, column ${column}: ${message}`,
  }));
  return new DomainError('INVALID_FIELDS', translateCount('en', 'sheet-faults', { count: faults.length }), errors);
};
