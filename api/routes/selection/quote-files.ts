import type { z } from 'zod';
import { ImportQuery, ImportReport } from '../../../domain/vendor/exchange-schema';
import { QUOTE_COLUMNS } from '../../../domain/vendor/quote-exchange';
import { scopedEngagement } from '../../engagement-scope';
import { importQuotes } from '../../quotes/import';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { exchangeTemplate, SHEET_MEDIA, SheetFormat, sheetReply } from '../../sheets/exchange';
import type { SheetRow } from '../../sheets/sheet';
import { EngagementParams } from '../engagements';

type Deps = Pick<Services, 'db'>;

export const quoteFileRoutes = (deps: Deps): readonly Route[] => [importRoute(deps), template(deps)];

const importRoute = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof ImportQuery>, readonly SheetRow[]>({
    method: 'post',
    path: '/engagements/{id}/quotes/import',
    summary: 'Bring in quotes from CSV or XLSX, one row for each candidate: all or nothing; `dryRun=true` only reports',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    query: ImportQuery,
    sheet: true,
    answers: { 200: ImportReport },
    handle: async (call) => ok(await importQuotes(db, call)),
  });

const SHEET = { en: 'Quotes', zh: '报价', columns: QUOTE_COLUMNS, wide: ['vendor', 'assumptions'] };

const template = ({ db }: Deps): Route =>
  route<EngagementParams, SheetFormat>({
    method: 'get',
    path: '/engagements/{id}/quotes/import/template',
    summary: 'An empty sheet for the import of quotes, with the meaning of its columns',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format }, actor }) => {
      const { number } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const tables = exchangeTemplate(SHEET, actor.locale);
      return sheetReply(tables, { format, name: `quotes-${number}` });
    },
  });
