import { z } from 'zod';
import { Incident, Risk, RiskView, Signal } from '../../domain/risk/record-schema';
import { bandOf, exposureOf } from '../../domain/risk/exposure';
import { Uuid } from '../../domain/shapes';
import { factsOf, insertFact, insertRisk, risksOf } from '../../db/stores/risks';
import { scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

export const riskRoutes = (deps: Deps): readonly Route[] => [list(deps), add(deps), ...factRoutes(deps)];

const view = (risk: Risk & { readonly id: string }): z.infer<typeof RiskView> => {
  const exposure = exposureOf(risk);
  return { ...risk, exposure, band: bandOf(exposure) };
};

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/risks',
    summary: 'The risk register of an engagement',
    tag: 'Risk',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: z.array(RiskView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok((await risksOf(db, params.id)).map(view));
    },
  });

const add = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, Risk>({
    method: 'post',
    path: '/engagements/{id}/risks',
    summary: 'Add a risk',
    tag: 'Risk',
    access: 'insiders',
    params: EngagementParams,
    body: Risk,
    answers: { 201: RiskView },
    handle: async (call) => {
      await changeRecord(db, call, {
        act: 'edit',
        type: 'risk.added',
        write: (trx, engagement) =>
          insertRisk(trx, { id: call.newId, engagementId: engagement.id, risk: call.body, now: call.now }),
        payload: () => ({ riskId: call.newId, type: call.body.type }),
      });
      return { status: 201, body: view({ id: call.newId, ...call.body }) };
    },
  });

const FACTS = [
  { name: 'incidents', summary: 'Record an incident', schema: Incident, type: 'incident.recorded' },
  { name: 'signals', summary: 'Record an early-warning signal', schema: Signal, type: 'signal.recorded' },
] as const;

const factRoutes = (deps: Deps): readonly Route[] =>
  FACTS.flatMap((kind) => [recordFact(deps, kind), readFacts(deps, kind)]);

type FactKind = (typeof FACTS)[number];

const common = (name: FactKind['name']) => ({
  path: `/engagements/{id}/${name}`,
  tag: 'Risk',
  access: 'insiders' as const,
  params: EngagementParams,
});

const recordFact = ({ db }: Deps, { name, summary, schema, type }: FactKind): Route =>
  route<EngagementParams, unknown, Incident | Signal>({
    ...common(name),
    method: 'post',
    summary,
    body: schema,
    answers: { 201: schema.extend({ id: Uuid }) },
    handle: async (call) => {
      const { newId: id, body, now } = call;
      await changeRecord(db, call, {
        act: 'edit',
        type,
        write: (trx, engagement) => insertFact(trx, name, { id, engagementId: engagement.id, definition: body, now }),
        payload: () => ({ id, severity: body.severity }),
      });
      return { status: 201, body: { id, ...body } };
    },
  });

const readFacts = ({ db }: Deps, { name, schema }: FactKind): Route =>
  route<EngagementParams>({
    ...common(name),
    method: 'get',
    summary: `All ${name} of an engagement`,
    answers: { 200: z.array(schema.extend({ id: Uuid })) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await factsOf(db, name, params.id));
    },
  });
