import type { z } from 'zod';
import { MonthCarbon } from '../../domain/green/ledger-schema';
import { engagementCarbon } from '../../db/read/carbon';
import { carbonTable } from '../carbon-table';
import { scopedEngagement } from '../engagement-scope';
import { pageOf, wholeOf } from '../paging';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import { EngagementParams } from './engagements';
import { MonthSpan, spanOf } from './management-cost';

type Deps = Pick<Services, 'db'>;

/** What services emit, month by month. */
export const carbonRoutes = (deps: Deps): readonly Route[] => [read(deps), download(deps)];

const read = ({ db }: Deps): Route =>
  route<EngagementParams, MonthSpan>({
    method: 'get',
    path: '/engagements/{id}/carbon',
    summary: 'Tonnes of CO₂e month by month: by the figures of the vendor for the year, else by spend',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: MonthSpan,
    answers: { 200: pageOf(MonthCarbon) },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await engagementCarbon(db, engagement, spanOf(engagement, query, now))));
    },
  });

const Download = MonthSpan.extend(SheetFormat.shape);

const download = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Download>>({
    method: 'get',
    path: '/engagements/{id}/carbon/export',
    summary: 'The same as a sheet',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: Download,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format, ...query }, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const months = await engagementCarbon(db, engagement, spanOf(engagement, query, now));
      return sheetReply([carbonTable(months, actor.locale)], { format, name: `carbon-${engagement.number}` });
    },
  });
