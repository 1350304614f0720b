import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { csvFile, csvLine } from '../../domain/csv';
import type { ColumnKind, SheetCell, SheetColumn, SheetTable } from './sheet';

/** A table as CSV: UTF-8 with a byte order mark, formulas disarmed. */
export const writeCsv = ({ columns, rows }: SheetTable): string =>
  csvFile([
    csvLine(columns.map(({ title }) => title)),
    ...rows.map((cells) => csvLine(cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)))),
  ]);

/** Tables as the sheets of one workbook: typed cells, a header that stays, columns wide enough. Text is never a formula. */
export const writeXlsx = (tables: readonly SheetTable[]): Promise<Buffer> =>
  writeXlsxFile(
    tables.map((table) => ({
      data: dataOf(table),
      sheet: sheetName(table.name),
      columns: table.columns.map(({ title, width }) => ({ width: width ?? widthOf(title) })),
      stickyRowsCount: 1,
    })),
  ).toBuffer();

const dataOf = ({ columns, rows }: SheetTable): SheetData => [
  columns.map(({ title }) => ({
    value: apart(plain(title)),
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#E8EEF4',
    wrap: true,
    alignVertical: 'top',
  })),
  ...rows.map((cells) => cells.map((cell, index) => cellOf(cell, columns[index]))),
];

const FORMATS: Readonly<Record<ColumnKind, string | null>> = {
  text: null,
  number: null,
  amount: '#,##0.00',
  percent: '0.00%',
  date: 'yyyy-mm-dd',
};

function cellOf(cell: SheetCell, { kind = 'text' }: SheetColumn = { title: '' }): Cell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return { value: cell, type: Boolean };
  const format = FORMATS[kind];
  const value = kind === 'text' ? cell : typed(cell, kind);
  if (typeof value === 'string') return { value: apart(plain(value)), type: String };
  const type = typeof value === 'number' ? Number : Date;
  return { value, type, ...(format && { format }) };
}

/** What is not of the column's kind stays text: nothing is lost. */
function typed(cell: string | number, kind: ColumnKind): string | number | Date {
  if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(String(cell))) return new Date(`${cell}T00:00:00Z`);
  return kind !== 'date' && /^-?\d{1,15}(\.\d+)?$/.test(String(cell)) ? Number(cell) : cell;
}

const MAX_CELL = 32_767;
/** Text as XML can hold it, cut to what a cell may have. */
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\r\n]|[\ufffe\uffff]/gu, '')
    .slice(0, MAX_CELL);

/** The writer finds a text that it has met before in a plain object, which knows `constructor` and the like from birth. */
const apart = (text: string): string => (text in Object.prototype ? `${text} ` : text);

/** Sheets are named by up to 31 characters without the ones that formulas use. */
const sheetName = (name: string): string => name.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31);

/** A Chinese character is as wide as two letters. */
const widthOf = (title: string): number =>
  Math.max(
    10,
    Math.min(
      60,
      Array.from(title).reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 4),
    ),
  );
