import type { z } from 'zod';
import { VALUE_COLUMNS } from '../../domain/kpi/value-exchange';
import { ValueImportReport } from '../../domain/kpi/value-exchange-schema';
import { ImportQuery } from '../../domain/vendor/exchange-schema';
import { kpisOf } from '../../db/stores/kpis';
import { scopedEngagement } from '../engagement-scope';
import { importValues } from '../import-values';
import { planAgain } from '../plan-again';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { exchangeTemplate, SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import type { SheetRow } from '../sheets/sheet';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const kpiFileRoutes = (deps: Deps): readonly Route[] => [bringIn(deps), template(deps)];

const bringIn = (deps: Deps): Route =>
  route<EngagementParams, z.infer<typeof ImportQuery>, readonly SheetRow[]>({
    method: 'post',
    path: '/engagements/{id}/kpis/values/import',
    keyScope: 'kpi:write',
    summary:
      'Bring in values from CSV or XLSX, one row for each KPI and period: all or nothing; `dryRun=true` only reports',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    query: ImportQuery,
    sheet: true,
    answers: { 200: ValueImportReport },
    handle: async (call) => {
      const report = await importValues(deps.db, call);
      if (report.proposed > 0 && !report.dryRun) await planAgain(deps, call.params.id);
      return ok(report);
    },
  });

const SHEET = { en: 'Values', zh: '指标值', columns: VALUE_COLUMNS, wide: ['kpi', 'reason', 'evidence'] };

const template = ({ db }: Pick<Deps, 'db'>): Route =>
  route<EngagementParams, SheetFormat>({
    method: 'get',
    path: '/engagements/{id}/kpis/values/import/template',
    summary: 'A sheet for the import of values with a row for each KPI, and the meaning of its columns',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format }, actor }) => {
      const { number } = await scopedEngagement(db, params.id, { actor, act: 'know' });
      const rows = (await kpisOf(db, params.id)).map(({ key }) => [key, ...VALUE_COLUMNS.slice(1).map(() => null)]);
      const tables = exchangeTemplate(SHEET, actor.locale, rows);
      return sheetReply(tables, { format, name: `kpi-values-${number}` });
    },
  });
