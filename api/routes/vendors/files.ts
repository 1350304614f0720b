import type { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { cellsOf, VENDOR_COLUMNS } from '../../../domain/vendor/exchange';
import { ImportQuery, ImportReport } from '../../../domain/vendor/exchange-schema';
import { VendorQuery } from '../../../domain/vendor/vendor-schema';
import { exportedVendors } from '../../../db/read/vendor-export';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { exchangeTable, exchangeTemplate, SHEET_MEDIA, SheetFormat, sheetReply } from '../../sheets/exchange';
import type { SheetRow } from '../../sheets/sheet';
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

const ExportQuery = VendorQuery.extend(SheetFormat.shape);
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
    media: SHEET_MEDIA,
    handle: async ({ query: { format, ...filter }, actor, now }) => {
      const today = localDate('UTC', now);
      const vendors = await exportedVendors(db, { ...filter, after: null, limit: MAX_ROWS, today });
      const rows = vendors.map(({ vendor, owner, parent }) => cellsOf(vendor, { owner, parent }));
      return sheetReply([exchangeTable(SHEET, actor.locale, rows)], { format, name: `vendors-${today}` });
    },
  });

const template = (): Route =>
  route<unknown, SheetFormat>({
    method: 'get',
    path: '/vendors/import-template',
    summary: 'An empty sheet for the import, with the meaning of its columns',
    tag: 'Vendors',
    access: 'insiders',
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: ({ query: { format }, actor: { locale } }) =>
      sheetReply(exchangeTemplate(SHEET, locale), { format, name: 'vendors' }),
  });

const SHEET = {
  en: 'Vendors',
  zh: '供应商',
  columns: VENDOR_COLUMNS,
  wide: ['name', 'certificates', 'id', 'ownerEmail', 'contactEmail'],
};
