import { z } from 'zod';
import { NewTimesheet, TimesheetLine, TimesheetReversal } from '../../domain/delivery/ledger-schema';
import { TIMESHEET_COLUMNS } from '../../domain/delivery/timesheet';
import { LocalDate, Uuid } from '../../domain/shapes';
import { ImportQuery, ImportReport } from '../../domain/vendor/exchange-schema';
import { timesheetsOf } from '../../db/stores/timesheets';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, pageQuery, readCursor, toPage } from '../paging';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { exchangeTemplate, SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import type { SheetRow } from '../sheets/sheet';
import { importTimesheets } from '../timesheets/import';
import { reverseTimesheet, writeTimesheet } from '../timesheets/write';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

/** Hours that people spend on managing the vendor. */
export const timesheetRoutes = (deps: Deps): readonly Route[] => [
  add(deps),
  list(deps),
  reverse(deps),
  bringIn(deps),
  template(deps),
];

const add = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewTimesheet>({
    method: 'post',
    path: '/engagements/{id}/timesheets',
    summary: 'Write hours of your own; the owner and administrators write those of others',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    body: NewTimesheet,
    answers: { 201: TimesheetLine },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/timesheets`, await recordTimesheet(deps, call)),
  });

export const recordTimesheet = (
  { db }: Deps,
  call: Call<EngagementParams, unknown, NewTimesheet>,
): Promise<TimesheetLine> => {
  const { actor, now, newId: id, body } = call;
  return changeRecord(db, call, {
    act: 'read',
    type: 'timesheet.written',
    write: (trx, engagement) =>
      writeTimesheet(trx, { ...body, id, personId: body.personId ?? actor.id }, { engagement, actor, now }),
    payload: ({ personId, on, hours, role }) => ({ lineId: id, personId, on, hours, role }),
  });
};

const Query = z.strictObject({
  ...pageQuery,
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  personId: Uuid.optional(),
});

/** Day and id of the line after which the list goes on. */
const LineKey = z.tuple([LocalDate, Uuid]);

const list = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    method: 'get',
    path: '/engagements/{id}/timesheets',
    summary: 'Hours that were written, by day; lines that take others back among them',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: Query,
    answers: { 200: pageOf(TimesheetLine) },
    handle: async ({ params, query: { limit, cursor, ...filter }, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const place = readCursor(LineKey, cursor);
      const after = place && { on: place[0], id: place[1] };
      const lines = await timesheetsOf(db, params.id, { ...filter, after, limit: limit + 1 });
      return ok(toPage(lines, limit, (line) => [line.on, line.id]));
    },
  });

const LineParams = z.strictObject({ id: Uuid, lineId: Uuid });

const reverse = ({ db }: Deps): Route =>
  route<z.infer<typeof LineParams>, unknown, TimesheetReversal>({
    method: 'post',
    path: '/engagements/{id}/timesheets/{lineId}/reverse',
    summary: 'Take a line back by one of the opposite hours; both stay on record',
    tag: 'Delivery',
    access: 'insiders',
    params: LineParams,
    body: TimesheetReversal,
    answers: { 201: TimesheetLine },
    handle: async (call) => {
      const { actor, now, newId: id, params, body } = call;
      const line = await changeRecord(db, call, {
        act: 'read',
        type: 'timesheet.reversed',
        write: (trx, engagement) =>
          reverseTimesheet(trx, { id, lineId: params.lineId, reason: body.reason }, { engagement, actor, now }),
        payload: ({ on, hours }) => ({ lineId: params.lineId, on, hours }),
      });
      return created(`/api/v1/engagements/${params.id}/timesheets`, line);
    },
  });

const bringIn = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof ImportQuery>, readonly SheetRow[]>({
    method: 'post',
    path: '/engagements/{id}/timesheets/import',
    summary: 'Bring in hours from CSV or XLSX: all or nothing; `dryRun=true` only reports',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: ImportQuery,
    sheet: true,
    answers: { 200: ImportReport },
    handle: async (call) => ok(await importTimesheets(db, call)),
  });

const SHEET = { en: 'Timesheets', zh: '工时', columns: TIMESHEET_COLUMNS, wide: ['person', 'note'] };

const template = ({ db }: Deps): Route =>
  route<EngagementParams, SheetFormat>({
    method: 'get',
    path: '/engagements/{id}/timesheets/import/template',
    summary: 'An empty sheet for the import of hours, with the meaning of its columns',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format }, actor }) => {
      const { number } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const tables = exchangeTemplate(SHEET, actor.locale);
      return sheetReply(tables, { format, name: `timesheets-${number}` });
    },
  });
