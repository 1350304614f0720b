import type { PaperDocument, PackTable } from '../../templates/pack/document';
import type { SheetTable } from '../sheets/sheet';

const WIDE = 34;

/** The pack as a workbook: what it is about, then a sheet for each part that has something. */
export function packSheets({ title, facts, parts, sha256 }: PaperDocument): readonly [SheetTable, ...SheetTable[]] {
  const first: SheetTable = {
    name: title,
    columns: [
      { title, width: 24 },
      { title: 'SHA-256', width: 66 },
    ],
    rows: [['', sha256], ...facts.map(({ name, value }) => [name, value])],
  };
  return [first, ...parts.flatMap((part) => (part.table ? [sheetOf(part.title, part.table)] : []))];
}

const sheetOf = (name: string, { columns, rows }: PackTable): SheetTable => ({
  name,
  columns: columns.map(({ title, kind }, index) => ({ title, kind, ...(index === 0 && { width: WIDE }) })),
  rows: rows.map((cells) => cells.map(({ value }) => value)),
});
