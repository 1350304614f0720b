import { z } from 'zod';
import type { Locale } from '../../domain/people/people';
import type { ExchangeColumn } from '../../domain/vendor/exchange';
import { ok, type Reply } from '../route';
import { type SheetTable, XLSX_TYPE } from './sheet';
import { writeCsv, writeXlsx } from './write';

/** How somebody wants a sheet. */
export const SheetFormat = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('xlsx') });
export type SheetFormat = z.infer<typeof SheetFormat>;
export const SHEET_MEDIA = ['text/csv', XLSX_TYPE] as const;

/** Tables as a file to download: a workbook holds all of them, CSV the first one. */
export async function sheetReply(
  tables: readonly [SheetTable, ...SheetTable[]],
  { format, name }: SheetFormat & { readonly name: string },
): Promise<Reply> {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE;
  const body = format === 'csv' ? writeCsv(tables[0]) : await writeXlsx(tables);
  return ok(body, { 'content-type': type, 'content-disposition': `attachment; filename="${name}.${format}"` });
}

const isChinese = (locale: Locale): boolean => locale === 'zh-CN';

interface Titled {
  readonly en: string;
  readonly zh: string;
  readonly columns: readonly ExchangeColumn[];
  /** Keys of columns that hold long text. */
  readonly wide: readonly string[];
}

/** Rows below the header that an import knows, in the reader's language. */
export const exchangeTable = (
  { en, zh, columns, wide }: Titled,
  locale: Locale,
  rows: SheetTable['rows'],
): SheetTable => ({
  name: isChinese(locale) ? zh : en,
  columns: columns.map((column) => ({
    title: isChinese(locale) ? column.zh : column.en,
    kind: column.kind,
    ...(wide.includes(column.key) && { width: 36 }),
  })),
  rows,
});

/** A sheet to fill in, with the rows that are known already, and beside it what may stand in each column. */
export const exchangeTemplate = (titled: Titled, locale: Locale, rows: SheetTable['rows'] = []) =>
  [exchangeTable(titled, locale, rows), exchangeHelp(titled.columns, locale)] as const;

/** What may stand in each column. */
const exchangeHelp = (columns: readonly ExchangeColumn[], locale: Locale): SheetTable => {
  const [name, title, help] = isChinese(locale) ? ['说明', '列', '填写内容'] : ['Help', 'Column', 'What to write'];
  return {
    name,
    columns: [
      { title, width: 24 },
      { title: help, width: 60 },
    ],
    rows: columns.map((one) => (isChinese(locale) ? [one.zh, one.help.zh] : [one.en, one.help.en])),
  };
};
