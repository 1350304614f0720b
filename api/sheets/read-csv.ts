import { CsvError, parse } from 'csv-parse/sync';
import { SHEET_LIMITS, type SheetRow, unreadable } from './sheet';

/** Rows of a CSV file in UTF-8, or UTF-16 behind its byte order mark; the first line tells commas from semicolons and tabs. */
export function readCsv(content: Buffer): readonly SheetRow[] {
  const text = decode(content);
  return records(text).map((cells, index) => ({
    row: index + 1,
    cells: cells.map((cell, at) => meant(cell, { row: index + 1, column: at + 1 })),
  }));
}

function records(text: string): readonly (readonly string[])[] {
  try {
    return parse(text, {
      delimiter: separatorOf(text),
      // An empty line is a row to a spreadsheet, so it counts; rows of other lengths are told with their number.
      relax_column_count: true,
      trim: true,
      max_record_size: SHEET_LIMITS.columns * SHEET_LIMITS.cellCharacters,
      to: SHEET_LIMITS.rows + 1,
    });
  } catch (error) {
    throw error instanceof CsvError ? unreadable(`The file is not proper CSV: ${error.message}`) : error;
  }
}

function decode(content: Buffer): string {
  const mark = content.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    throw unreadable('The file is not in UTF-8: in Excel, save it as "CSV UTF-8".');
  }
}

function separatorOf(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1);
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Takes back the apostrophe that `csvLine` puts before text that looks like a formula; a formula itself is refused. */
function meant(cell: string, { row, column }: { row: number; column: number }): string {
  if (/^[=@＝＠]/.test(cell))
    throw unreadable(`Row ${row}, column ${column} holds a formula: write its value, or put an apostrophe before it.`);
  return /^'[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}
