import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { Correction } from '../../domain/kpi/correction-schema';
import { KpiDefinition, KpiSet, NewValue, Scorecard } from '../../domain/kpi/record-schema';
import { Key, LongText, Period, Uuid } from '../../domain/shapes';
import { rollingScoreOf } from '../../db/read/scorecards';
import { kpisOf, valuesOf } from '../../db/stores/kpis';
import type { Written } from '../../db/stores/report-value';
import { cardHistory, scorecardsOf } from '../../db/stores/scorecards';
import { defineKpis } from '../define-kpis';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { numberCursor, pageOf, pageQuery, toPage, wholeOf } from '../paging';
import { planAgain } from '../plan-again';
import { valueEntry, writeValue } from '../report-value';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const kpiRoutes = (deps: Deps): readonly Route[] => [
  put(deps),
  read(deps),
  addValue(deps),
  values(deps),
  cards(deps),
  card(deps),
];

/** The first period that goes by the new definitions, and why they change. */
export const DefinitionQuery = z.strictObject({ from: Period.optional(), reason: LongText.optional() });
type DefinitionQuery = z.infer<typeof DefinitionQuery>;

const put = ({ db, gateway, log }: Deps): Route =>
  route<EngagementParams, DefinitionQuery, KpiDefinition[]>({
    method: 'put',
    path: '/engagements/{id}/kpis',
    summary: 'Set the KPIs of the engagement; in service a new version that leaves periods alone that are over',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: DefinitionQuery,
    body: KpiSet,
    answers: { 200: z.array(KpiDefinition) },
    handle: async (call) => ok(await defineKpis({ db, gateway, log }, call, { ...call.query, kpis: call.body })),
  });

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/kpis',
    keyScope: 'read',
    summary: 'The KPIs of the engagement',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    answers: { 200: pageOf(KpiDefinition) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'know' });
      return ok(wholeOf(await kpisOf(db, params.id)));
    },
  });

const ValueParams = z.strictObject({ id: Uuid, key: Key });
type ValueParams = z.infer<typeof ValueParams>;
const ValueView = z.strictObject({
  key: z.string(),
  period: z.string(),
  revision: z.int(),
  value: z.number().nullable(),
  status: z.string().nullable(),
  inputs: z.record(z.string(), z.number()).nullable(),
  evidence: z.string().nullable(),
  reason: z.string().nullable().optional(),
  side: z.enum(['us', 'vendor']).optional(),
  confirmedBy: Uuid.nullable().optional(),
  /** Set where the value waits for a second person. */
  correction: Correction.pick({ id: true, kind: true, state: true }).optional(),
  recordedBy: Uuid.nullable(),
  recordedAt: z.string(),
});

const addValue = (deps: Deps): Route =>
  route<ValueParams, unknown, NewValue>({
    method: 'post',
    path: '/engagements/{id}/kpis/{key}/values',
    keyScope: 'kpi:write',
    summary:
      'Report the value of a period; another value keeps the first; against the other side or after closing it waits for a second person',
    tag: 'Delivery',
    access: 'signed-in',
    params: ValueParams,
    body: NewValue,
    answers: { 201: ValueView, 200: ValueView, 202: ValueView },
    handle: async (call) => {
      const written = await changeRecord(deps.db, call, {
        act: 'report',
        type: 'kpi.value',
        write: (trx, engagement) => writeValue(trx, engagement, call),
        payload: valueEntry,
      });
      if (written.correction) await planAgain(deps, call.params.id);
      return { status: statusOf(written), body: valueView(written) };
    },
  });

/** 202: kept, and counting once a second person has confirmed it. */
const statusOf = ({ correction, isNew }: Written): number => (correction ? 202 : isNew ? 201 : 200);

const valueView = ({ value, correction }: Written) => ({
  ...value,
  recordedAt: new Date(value.recordedAt).toISOString(),
  ...(correction && { correction: { id: correction.id, kind: correction.kind, state: correction.state } }),
});

const ValueQuery = z.strictObject({ ...pageQuery, period: Period });

const values = ({ db }: Deps): Route =>
  route<ValueParams, z.infer<typeof ValueQuery>>({
    method: 'get',
    path: '/engagements/{id}/kpis/{key}/values',
    keyScope: 'read',
    summary: 'Every value that was reported for a period, the first one first',
    tag: 'Delivery',
    access: 'signed-in',
    params: ValueParams,
    query: ValueQuery,
    answers: { 200: pageOf(ValueView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'know' });
      const found = await valuesOf(db, params.id, { ...params, period: query.period, slice: revisionsAfter(query) });
      const views = found.map((value) => ({ ...value, recordedAt: new Date(value.recordedAt).toISOString() }));
      return ok(toPage(views, query.limit, ({ revision }) => [revision]));
    },
  });

const revisionsAfter = ({ limit, cursor }: z.infer<typeof ValueQuery>) => ({
  after: numberCursor(cursor),
  limit: limit + 1,
});

const Rolling = z.strictObject({ score: z.number().nullable(), standing: z.string() });

const cards = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/scorecards',
    keyScope: 'read',
    summary: 'Scorecards of closed periods, newest first, with the rolling score',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(Scorecard).extend({ rolling: Rolling }) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [items, rolling] = await Promise.all([scorecardsOf(db, params.id), rollingScoreOf(db, params.id)]);
      return ok({ ...wholeOf(items), rolling });
    },
  });

const CardParams = z.strictObject({ id: Uuid, period: Period });

const card = ({ db }: Deps): Route =>
  route<z.infer<typeof CardParams>>({
    method: 'get',
    path: '/engagements/{id}/scorecards/{period}',
    keyScope: 'read',
    summary: 'The scorecard of a period',
    tag: 'Delivery',
    access: 'insiders',
    params: CardParams,
    answers: { 200: Scorecard.extend({ rolling: Rolling }) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const card = (await cardHistory(db, params.id, params.period)).at(-1)?.card;
      if (!card) throw new DomainError('NOT_FOUND', 'This period has not been closed.');
      return ok({ ...card, rolling: await rollingScoreOf(db, params.id) });
    },
  });
