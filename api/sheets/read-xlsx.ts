import { readSheet } from 'read-excel-file/universal';
import { packParts, type Parts, unpackParts } from './archive';
import { SHEET_LIMITS, type SheetRow, unreadable } from './sheet';

/** Rows of the first sheet of a workbook. Formulas are refused: their results are whatever the last program left there. */
export async function readXlsx(content: Buffer): Promise<readonly SheetRow[]> {
  const parts = await unpackParts(content);
  for (const [name, part] of Object.entries(parts))
    if (/(^|\/)worksheets\/[^/]+\.xml$/.test(name)) checkWorksheet(Buffer.from(part).toString('utf8'));
  const rows = await parsed(parts);
  return rows.map((cells, index) => ({ row: index + 1, cells: cells.map(textOf) }));
}

async function parsed(parts: Parts): Promise<readonly (readonly unknown[])[]> {
  try {
    // Numbers stay as they are written: codes of many digits must not be rounded on the way.
    return await readSheet(packParts(parts), 1, { parseNumber: (text) => text });
  } catch {
    throw unreadable('The workbook cannot be read: it is broken.');
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  return typeof value === 'string' ? value.trim() : JSON.stringify(value);
}

/** A cell of a whole day is a date; one with a time keeps it. */
const dateText = (value: Date): string => {
  const iso = value.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
};

const ADDRESS = /\sr\s*=\s*(["'])(.*?)\1/g;
/* A tag ends before the next one begins, so that each stretch is read once, however many are never closed. */
const FAULT = /<c\b[^<>]*?\st\s*=\s*["']e["']/;
const FORMULA = /<c\b(?=([^<>]*)>)\1>\s*<f\b/;
const OWN_ADDRESS = /\sr\s*=\s*["']([A-Z]+\d+)["']/;

/** Cells far outside would make the reader fill everything before them; so would rows. */
function checkWorksheet(xml: string): void {
  const formula = FORMULA.exec(xml);
  const [, address = ''] = OWN_ADDRESS.exec(formula?.[1] ?? '') ?? [];
  if (formula) throw unreadable(`The cell ${address} holds a formula: paste its value instead.`);
  if (FAULT.test(xml)) throw unreadable('A cell holds an error such as #REF!.');
  for (const [, , address = ''] of xml.matchAll(ADDRESS)) {
    const [, letters = '', digits = ''] = /^([A-Z]{0,3})(\d{1,7})$/.exec(address) ?? [];
    if (digits === '') throw unreadable('The workbook is broken: a cell has no proper address.');
    if (Number(digits) > SHEET_LIMITS.rows) throw unreadable(`A sheet may have ${SHEET_LIMITS.rows - 1} rows.`);
    if (columnOf(letters) > SHEET_LIMITS.columns) throw unreadable(`A sheet may have ${SHEET_LIMITS.columns} columns.`);
  }
}

/** A is 1, Z 26, AA 27. */
const columnOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
