import { fieldError } from './errors';

/** One CSV line (RFC 4180); text that a spreadsheet would read as a formula is disarmed with a leading apostrophe. */
export const csvLine = (cells: readonly (string | number | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Excel reads UTF-8 (and so Chinese) only behind a byte order mark. */
export const csvFile = (lines: readonly string[]): string => `\uFEFF${lines.join('')}`;

/** Records and their cells as text; lines may end in CRLF, LF or CR, and quoted cells may hold any of them. */
export function csvRecords(text: string, separator: ',' | ';'): readonly (readonly string[])[] {
  const cell = new RegExp(`("[^"]*(?:""[^"]*)*"|[^"\\r\\n${separator}]*)(${separator}|\\r\\n|\\n|\\r|$)`, 'y');
  const records: string[][] = [];
  let record: string[] = [];
  for (;;) {
    const [, content, end] = cell.exec(text) ?? [];
    if (content === undefined) throw fieldError(`rows.${records.length + 1}`, 'a quotation mark does not fit');
    record.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === separator) continue;
    records.push(record);
    record = [];
    if (cell.lastIndex >= text.length) return records;
  }
}
