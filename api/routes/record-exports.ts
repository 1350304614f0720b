import type { z } from 'zod';
import { byExposure } from '../../domain/risk/risk';
import type { EngagementRow } from '../../db/stores/engagements';
import { listEngagements } from '../../db/read/engagements';
import { riskRules } from '../../db/read/risk-rules';
import { vendorNames } from '../../db/read/vendors-named';
import { incidentsOf } from '../../db/stores/incidents';
import { listIssues } from '../../db/stores/issues';
import { invoicesOf } from '../../db/stores/invoices';
import { allValuesOf, kpisOf } from '../../db/stores/kpis';
import { risksOf } from '../../db/stores/risks';
import { scorecardsOf } from '../../db/stores/scorecards';
import type { Db } from '../../db/knex';
import { scopedEngagement } from '../engagement-scope';
import { issueView } from '../issues';
import { namesOf } from '../pages/request-view';
import {
  engagementTable,
  incidentTable,
  issueTable,
  obligationTable,
  riskTable,
  scorecardTables,
} from '../record-tables';
import { invoiceTable, valueTable } from '../service-tables';
import { type Call, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import type { SheetTable } from '../sheets/sheet';
import { EngagementParams, EngagementQuery } from './engagements';
import { obligationViews } from './obligations';
import { riskViewFor } from './risks';

type Deps = Pick<Services, 'db'>;
type Tables = readonly [SheetTable, ...SheetTable[]];
type Asked = Call<EngagementParams, SheetFormat, unknown>;

/** As many rows as a sheet holds. */
const ALL = 10_000;

interface Export {
  readonly tag: string;
  readonly summary: string;
  readonly tables: (db: Db, engagement: EngagementRow, asked: Asked) => Promise<Tables>;
}

/** What the tables of an engagement show as files, by the address of what they show. */
const EXPORTS: Readonly<
  Record<'scorecards' | 'kpis/values' | 'risks' | 'incidents' | 'obligations' | 'issues' | 'invoices', Export>
> = {
  scorecards: {
    tag: 'Delivery',
    summary: 'Scorecards of closed periods as a sheet: each KPI of each period, and the periods',
    tables: async (db, { id }, { actor }) =>
      scorecardTables(await scorecardsOf(db, id, ALL), await kpisOf(db, id), actor.locale),
  },
  'kpis/values': {
    tag: 'Delivery',
    summary: 'Reported values as a sheet with every revision of them, newest period first',
    tables: async (db, { id }, { actor: { locale } }) => {
      const values = await allValuesOf(db, id, ALL);
      const nameOf = await namesBy(
        db,
        values.flatMap(({ recordedBy, confirmedBy }) => [recordedBy, confirmedBy]),
      );
      return [valueTable(values, { locale, nameOf, kpis: await kpisOf(db, id) })];
    },
  },
  risks: {
    tag: 'Risk',
    summary: 'The risk register as a sheet, most exposed first',
    tables: async (db, { id }, { actor: { locale } }) => {
      const rules = await riskRules(db);
      const risks = byExposure((await risksOf(db, id)).map((risk) => riskViewFor(risk, rules, locale)));
      const nameOf = await namesBy(
        db,
        risks.map(({ ownerId }) => ownerId),
      );
      return [riskTable(risks, { locale, nameOf })];
    },
  },
  incidents: {
    tag: 'Risk',
    summary: 'The incidents of an engagement as a sheet, newest first',
    tables: async (db, { id }, { actor: { locale } }) => {
      const incidents = (await incidentsOf(db, id)).toReversed();
      const nameOf = await namesBy(
        db,
        incidents.map(({ closing }) => closing?.by),
      );
      return [incidentTable(incidents, { locale, nameOf })];
    },
  },
  obligations: {
    tag: 'Contract',
    summary: 'What each side owes the other as a sheet',
    tables: async (db, engagement, { actor: { locale } }) => {
      const views = await obligationViews(db, engagement);
      const nameOf = await namesBy(
        db,
        views.flatMap(({ assigneeId, approverId }) => [assigneeId, approverId]),
      );
      return [obligationTable(views, { locale, nameOf })];
    },
  },
  issues: {
    tag: 'Delivery',
    summary: 'The issues of an engagement as a sheet, oldest first',
    tables: async (db, { id }, { actor: { locale }, now }) => {
      const issues = await listIssues(db, { engagementId: id, states: null, after: 0, limit: ALL });
      return [
        issueTable(
          issues.map((issue) => issueView(issue, now)),
          { locale },
        ),
      ];
    },
  },
  invoices: {
    tag: 'Exit',
    summary: 'The invoices of an engagement as a sheet, in the order in which they were recorded',
    tables: async (db, { id }, { actor: { locale } }) => {
      const invoices = await invoicesOf(db, id);
      const nameOf = await namesBy(
        db,
        invoices.map(({ recordedBy }) => recordedBy),
      );
      return [invoiceTable(invoices, { locale, nameOf })];
    },
  },
};

export const recordExportRoutes = (deps: Deps): readonly Route[] => [
  engagements(deps),
  ...Object.entries(EXPORTS).map(([name, one]) => exported(deps, name, one)),
];

const exported = ({ db }: Deps, name: string, { tag, summary, tables }: Export): Route =>
  route<EngagementParams, SheetFormat>({
    method: 'get',
    path: `/engagements/{id}/${name}/export`,
    summary,
    tag,
    access: 'insiders',
    params: EngagementParams,
    query: SheetFormat,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async (call) => {
      const engagement = await scopedEngagement(db, call.params.id, { actor: call.actor, act: 'read' });
      const { format } = call.query;
      return sheetReply(await tables(db, engagement, call), {
        format,
        name: `${name.replace('/', '-')}-${engagement.number}`,
      });
    },
  });

const ListQuery = EngagementQuery.extend(SheetFormat.shape);

const engagements = ({ db }: Deps): Route =>
  route<unknown, z.infer<typeof ListQuery>>({
    method: 'get',
    path: '/engagements/export',
    summary: 'Engagements as a sheet, newest first',
    tag: 'Engagements',
    access: 'insiders',
    query: ListQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, overdue, ...filter }, actor: { locale }, now }) => {
      const whole = { ...filter, overdue: overdue === 'true', now, before: null, limit: ALL };
      const views = await listEngagements(db, whole);
      const vendors = await vendorNames(
        db,
        views.flatMap(({ vendorId }) => vendorId ?? []),
      );
      const nameOf = await namesBy(
        db,
        views.flatMap(({ ownerId, sponsorId }) => [ownerId, sponsorId]),
      );
      const vendorOf = (id: string | null) => id && (vendors.get(id) ?? null);
      return sheetReply([engagementTable(views, { locale, nameOf, vendorOf })], { format, name: 'engagements' });
    },
  });

/** Names of people by id; none for nobody. */
export async function namesBy(db: Db, ids: readonly (string | null | undefined)[]) {
  const nameOf = await namesOf(
    db,
    ids.map((id) => id ?? null),
  );
  return (id: string | null): string | null => id && nameOf(id);
}
