import { z } from 'zod';
import { periodAt, shiftPeriod } from '../../domain/calendar/periods';
import { MonthCost } from '../../domain/delivery/ledger-schema';
import { fieldError } from '../../domain/errors';
import { Month } from '../../domain/shapes';
import { managementCosts } from '../../db/read/management-cost';
import type { EngagementRow } from '../../db/stores/engagements';
import { scopedEngagement } from '../engagement-scope';
import { costTables } from '../management-cost-table';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import { EngagementParams } from './engagements';
import { timesheetRoutes } from './timesheets';

type Deps = Pick<Services, 'db'>;

/** What managing the vendor costs, month by month, and the hours behind it. */
export const managementCostRoutes = (deps: Deps): readonly Route[] => [
  ...timesheetRoutes(deps),
  read(deps),
  download(deps),
];

export const MonthSpan = z.strictObject({ from: Month.optional(), to: Month.optional() });
export type MonthSpan = z.infer<typeof MonthSpan>;

const MONTHS = 12;
const MOST_MONTHS = 120;

const read = ({ db }: Deps): Route =>
  route<EngagementParams, MonthSpan>({
    method: 'get',
    path: '/engagements/{id}/management-cost',
    summary: 'What managing the vendor cost month by month against the business case; open months as they stand',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: MonthSpan,
    answers: { 200: pageOf(MonthCost) },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await managementCosts(db, engagement, spanOf(engagement, query, now))));
    },
  });

const Download = MonthSpan.extend(SheetFormat.shape);

const download = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Download>>({
    method: 'get',
    path: '/engagements/{id}/management-cost/export',
    summary: 'The same as a sheet: a line for each month, role and source',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: Download,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format, ...query }, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const costs = await managementCosts(db, engagement, spanOf(engagement, query, now));
      return sheetReply(costTables(costs, actor.locale), { format, name: `management-cost-${engagement.number}` });
    },
  });

/** The last twelve months unless others are asked for; nothing beyond this month. */
export function spanOf({ time_zone }: EngagementRow, { from, to }: MonthSpan, now: number) {
  const current = periodAt(now, time_zone, 'monthly');
  const last = to === undefined || to > current ? current : to;
  const first = from ?? shiftPeriod(last, 1 - MONTHS);
  if (to !== undefined && from !== undefined && from > to) throw fieldError('to', 'lies before from');
  if (first < shiftPeriod(last, 1 - MOST_MONTHS)) throw fieldError('from', `is more than ${MOST_MONTHS} months back`);
  return { from: first, to: last };
}
