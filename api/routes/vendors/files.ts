import { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import type { Locale } from '../../../domain/people/people';
import { cellsOf, VENDOR_COLUMNS } from '../../../domain/vendor/exchange';
import { ImportQuery, ImportReport } from '../../../domain/vendor/exchange-schema';
import { VendorQuery } from '../../../domain/vendor/vendor-schema';
import { exportedVendors } from '../../../db/read/vendor-export';
import { ok, type Reply, type Route, route } from '../../route';
import type { Services } from '../../services';
import { type SheetRow, type SheetTable, XLSX_TYPE } from '../../sheets/sheet';
import { writeCsv, writeXlsx } from '../../sheets/write';
import { importVendors } from '../../vendors/import';
import { VENDOR_EDITORS } from './master';

type Deps = Pick<Services, 'db'>;

export const vendorFileRoutes = (deps: Deps): readonly Route[] => [importRoute(deps), exportRoute(deps), template()];

const importRoute = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof ImportQuery>, readonly SheetRow[]>({
    method: 'post',
    path: '/vendors/import',
    summary: 'Bring in vendors from CSV or XLSX: all or nothing; `dryRun=true` only reports',
    tag: 'Vendors',
    access: VENDOR_EDITORS,
    query: ImportQuery,
    sheet: true,
    answers: { 200: ImportReport },
    handle: async (call) => ok(await importVendors(db, call)),
  });

const FORMATS = ['csv', 'xlsx'] as const;
const Format = z.strictObject({ format: z.enum(FORMATS).default('xlsx') });
const ExportQuery = VendorQuery.extend(Format.shape);
/** More than any import may bring. */
const MAX_ROWS = 100_000;

const exportRoute = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof ExportQuery>>({
    method: 'get',
    path: '/vendors/export',
    summary: 'Vendors as a sheet that can be imported again',
    tag: 'Vendors',
    access: 'insiders',
    query: ExportQuery,
    answers: { 200: null },
    media: ['text/csv', XLSX_TYPE],
    handle: async ({ query: { format, ...filter }, actor, now }) => {
      const today = localDate('UTC', now);
      const vendors = await exportedVendors(db, { ...filter, after: null, limit: MAX_ROWS, today });
      const rows = vendors.map(({ vendor, owner, parent }) => cellsOf(vendor, { owner, parent }));
      return sheetReply([tableOf(actor.locale, rows)], { format, name: `vendors-${today}` });
    },
  });

const template = (): Route =>
  route<unknown, z.infer<typeof Format>>({
    method: 'get',
    path: '/vendors/import-template',
    summary: 'An empty sheet for the import, with the meaning of its columns',
    tag: 'Vendors',
    access: 'insiders',
    query: Format,
    answers: { 200: null },
    media: ['text/csv', XLSX_TYPE],
    handle: ({ query: { format }, actor: { locale } }) =>
      sheetReply([tableOf(locale, []), helpOf(locale)], { format, name: 'vendors' }),
  });

type Format = z.infer<typeof Format>['format'];

/** A workbook holds all tables, CSV the first one. */
async function sheetReply(
  tables: readonly [SheetTable, ...SheetTable[]],
  { format, name }: { format: Format; name: string },
): Promise<Reply> {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE;
  const body = format === 'csv' ? writeCsv(tables[0]) : await writeXlsx(tables);
  return ok(body, { 'content-type': type, 'content-disposition': `attachment; filename="${name}.${format}"` });
}

const isChinese = (locale: Locale): boolean => locale === 'zh-CN';

const tableOf = (locale: Locale, rows: SheetTable['rows']): SheetTable => ({
  name: isChinese(locale) ? '供应商' : 'Vendors',
  columns: VENDOR_COLUMNS.map(({ en, zh, kind, key }) => ({
    title: isChinese(locale) ? zh : en,
    kind,
    ...(WIDE.has(key) && { width: 36 }),
  })),
  rows,
});
const WIDE = new Set(['name', 'certificates', 'id', 'ownerEmail', 'contactEmail']);

const helpOf = (locale: Locale): SheetTable => {
  const [name, title, help] = isChinese(locale) ? ['说明', '列', '填写内容'] : ['Help', 'Column', 'What to write'];
  return {
    name,
    columns: [
      { title, width: 24 },
      { title: help, width: 60 },
    ],
    rows: VENDOR_COLUMNS.map((one) => (isChinese(locale) ? [one.zh, one.help.zh] : [one.en, one.help.en])),
  };
};
