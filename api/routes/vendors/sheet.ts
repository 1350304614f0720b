import { z } from 'zod';
import { localDate } from '../../../domain/calendar/zone';
import { vendorScorecard } from '../../../db/read/vendor-scorecard';
import { assessmentsOf } from '../../../db/stores/assessments';
import { listHits } from '../../../db/stores/sanctions';
import { findVendor } from '../../../db/stores/vendor-master';
import { sharesOf } from '../../pages/vendor-view';
import { type Route, route } from '../../route';
import type { Services } from '../../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../../sheets/exchange';
import { VENDOR_TABLES, vendorTable } from '../../vendor-tables';
import { knownVendor } from '../../vendors/change';
import { VendorParams } from './master';

const MANY = 200;
const ExportQuery = SheetFormat.extend({ table: z.enum(VENDOR_TABLES) });

export const vendorSheetRoute = ({ db }: Pick<Services, 'db'>): Route =>
  route<VendorParams, z.infer<typeof ExportQuery>>({
    method: 'get',
    path: '/vendors/{id}/export',
    summary: 'A table of the page of a vendor as a sheet',
    tag: 'Vendors',
    access: 'insiders',
    params: VendorParams,
    query: ExportQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params: { id }, query: { format, table }, actor: { locale, timeZone }, now }) => {
      const vendor = knownVendor(await findVendor(db, id));
      const today = localDate(timeZone, now);
      const [assessments, hits, scorecard, { shares }] = await Promise.all([
        assessmentsOf(db, id),
        listHits(db, { vendorId: id, after: null, limit: MANY }),
        vendorScorecard(db, id, { today, now }),
        sharesOf(db, vendor, today),
      ]);
      const sheet = vendorTable(table, { vendor, assessments, hits, scorecard, shares }, locale);
      return sheetReply([sheet], { format, name: `vendor-${table}-${today}` });
    },
  });
