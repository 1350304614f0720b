import { z } from 'zod';
import { frequencyOf, periodDates } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import { KpiDefinition, KpiSet, NewValue, Scorecard } from '../../domain/kpi/record-schema';
import { isInsider } from '../../domain/people/people';
import { Key, Period, Uuid } from '../../domain/shapes';
import { rollingScoreOf } from '../../db/read/scorecards';
import { insertValue, kpisOf, valuesOf } from '../../db/stores/kpis';
import { scorecardsOf } from '../../db/stores/scorecards';
import type { Trx } from '../../db/transaction';
import type { EngagementRow } from '../../db/stores/engagements';
import { defineKpis } from '../define-kpis';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
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

const put = ({ db, gateway, log }: Deps): Route =>
  route<EngagementParams, unknown, KpiDefinition[]>({
    method: 'put',
    path: '/engagements/{id}/kpis',
    summary: 'Set the KPIs of the engagement',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    body: KpiSet,
    answers: { 200: z.array(KpiDefinition) },
    handle: async (call) => ok(await defineKpis({ db, gateway, log }, call, call.body)),
  });

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/kpis',
    summary: 'The KPIs of the engagement',
    tag: 'Delivery',
    access: 'signed-in',
    params: EngagementParams,
    answers: { 200: z.array(KpiDefinition) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: isInsider(actor) ? 'read' : 'report' });
      return ok(await kpisOf(db, params.id));
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
  recordedBy: Uuid.nullable(),
  recordedAt: z.string(),
});

const addValue = ({ db }: Deps): Route =>
  route<ValueParams, unknown, NewValue>({
    method: 'post',
    path: '/engagements/{id}/kpis/{key}/values',
    summary: 'Report the value of a period; another value for it is a correction that keeps the first',
    tag: 'Delivery',
    access: 'signed-in',
    params: ValueParams,
    body: NewValue,
    answers: { 201: ValueView, 200: ValueView },
    handle: async (call) => {
      const { value, isNew } = await changeRecord(db, call, {
        act: 'report',
        type: 'kpi.value',
        write: (trx, engagement) => writeValue(trx, engagement, call),
        payload: (written) => ({
          key: written.value.key,
          period: written.value.period,
          revision: written.value.revision,
        }),
      });
      return { status: isNew ? 201 : 200, body: { ...value, recordedAt: new Date(value.recordedAt).toISOString() } };
    },
  });

interface Report {
  readonly params: ValueParams;
  readonly body: NewValue;
  readonly actor: { readonly id: string };
  readonly now: number;
}

async function writeValue(trx: Trx, engagement: EngagementRow, { params, body, actor, now }: Report) {
  const kpi = (await kpisOf(trx, engagement.id)).find(({ key }) => key === params.key);
  if (!kpi) throw new DomainError('NOT_FOUND', 'There is no such KPI.');
  checkPeriod(body.period, { frequency: kpi.frequency, today: localDate(engagement.time_zone, now) });
  const earlier = await valuesOf(trx, engagement.id, { key: params.key, period: body.period });
  const { value, status = null, inputs = null, evidence = null } = body;
  const next = {
    key: params.key,
    period: body.period,
    revision: earlier.length + 1,
    value,
    status,
    inputs,
    evidence,
    recordedBy: actor.id,
    recordedAt: now,
  };
  const last = earlier.at(-1);
  if (
    last?.value === value &&
    last.status === status &&
    last.evidence === evidence &&
    JSON.stringify(last.inputs) === JSON.stringify(inputs)
  )
    return { value: last, isNew: false };
  await insertValue(trx, engagement.id, next);
  return { value: next, isNew: true };
}

function checkPeriod(
  period: string,
  { frequency, today }: { frequency: 'monthly' | 'quarterly'; today: string },
): void {
  const wrong =
    frequencyOf(period) !== frequency
      ? `must be a ${frequency} period`
      : periodDates(period).start > today
        ? 'lies in the future'
        : null;
  if (wrong) throw new DomainError('INVALID_FIELDS', `The period ${wrong}.`, [{ path: 'period', message: wrong }]);
}

const ValueQuery = z.strictObject({ period: Period });

const values = ({ db }: Deps): Route =>
  route<ValueParams, z.infer<typeof ValueQuery>>({
    method: 'get',
    path: '/engagements/{id}/kpis/{key}/values',
    summary: 'Every value that was reported for a period, the first one first',
    tag: 'Delivery',
    access: 'signed-in',
    params: ValueParams,
    query: ValueQuery,
    answers: { 200: z.array(ValueView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: isInsider(actor) ? 'read' : 'report' });
      const found = await valuesOf(db, params.id, { key: params.key, period: query.period });
      return ok(found.map((value) => ({ ...value, recordedAt: new Date(value.recordedAt).toISOString() })));
    },
  });

const Rolling = z.strictObject({ score: z.number().nullable(), standing: z.string() });

const cards = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/scorecards',
    summary: 'Scorecards of closed periods, newest first, with the rolling score',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: z.strictObject({ items: z.array(Scorecard), rolling: Rolling }) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [items, rolling] = await Promise.all([scorecardsOf(db, params.id), rollingScoreOf(db, params.id)]);
      return ok({ items, rolling });
    },
  });

const CardParams = z.strictObject({ id: Uuid, period: Period });

const card = ({ db }: Deps): Route =>
  route<z.infer<typeof CardParams>>({
    method: 'get',
    path: '/engagements/{id}/scorecards/{period}',
    summary: 'The scorecard of a period',
    tag: 'Delivery',
    access: 'insiders',
    params: CardParams,
    answers: { 200: Scorecard.extend({ rolling: Rolling }) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const found = (await scorecardsOf(db, params.id)).find(({ period }) => period === params.period);
      if (!found) throw new DomainError('NOT_FOUND', 'This period has not been closed.');
      return ok({ ...found, rolling: await rollingScoreOf(db, params.id) });
    },
  });
