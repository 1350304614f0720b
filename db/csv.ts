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
