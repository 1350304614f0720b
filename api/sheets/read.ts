import { DomainError } from '../../domain/errors';
import { readCsv } from './read-csv';
import { readXlsx } from './read-xlsx';
import { SHEET_LIMITS, type SheetRow, unreadable } from './sheet';

const ZIP = '504b';
/** Compound files: workbooks of before 2007, and newer ones behind a password. */
const COMPOUND = 'd0cf11e0';

/**
 * Rows of a CSV file or of the first sheet of an XLSX workbook, told apart by their first bytes. Throws
 * `UNSUPPORTED_MEDIA_TYPE` for any other kind of file, `BODY_TOO_LARGE` and `SHEET_UNREADABLE` for what breaks a limit.
 */
export async function readSheetRows(content: Buffer): Promise<readonly SheetRow[]> {
  if (content.length > SHEET_LIMITS.bytes)
    throw new DomainError('BODY_TOO_LARGE', 'A spreadsheet may have at most 5 MB.');
  const rows = await rowsOf(content);
  if (rows.length > SHEET_LIMITS.rows) throw unreadable(`A sheet may have ${SHEET_LIMITS.rows - 1} rows.`);
  rows.forEach(checkRow);
  return rows;
}

async function rowsOf(content: Buffer): Promise<readonly SheetRow[]> {
  const start = content.subarray(0, 4).toString('hex');
  if (start.startsWith(ZIP)) return readXlsx(content);
  if (start === COMPOUND)
    throw unreadable('The workbook has a password or is in the old .xls format: save it as .xlsx without one.');
  const isUtf16 = start.startsWith('fffe') || start.startsWith('feff');
  if (!isUtf16 && content.includes(0))
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'The file is neither CSV nor an XLSX workbook.');
  return readCsv(content);
}

function checkRow({ row, cells }: SheetRow): void {
  if (cells.length > SHEET_LIMITS.columns) throw unreadable(`Row ${row} has more than ${SHEET_LIMITS.columns} cells.`);
  cells.forEach((cell, index) => {
    const where = `Row ${row}, column ${index + 1}`;
    if (cell.length > SHEET_LIMITS.cellCharacters)
      throw unreadable(`${where} has more than ${SHEET_LIMITS.cellCharacters} characters.`);
    if (/[^\P{Cc}\t\r\n]/u.test(cell) || !cell.isWellFormed())
      throw unreadable(`${where} holds a character that cannot be stored.`);
  });
}
