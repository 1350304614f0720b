import { z } from 'zod';
import type { ImprovementPlan } from '../../domain/improvement/plan';
import {
  ImprovementPlanChange,
  ImprovementPlanView,
  NewImprovementPlan,
  PlanAgreement,
  PlanReason,
} from '../../domain/improvement/schema';
import { PLAN_STATES, type PlanStep } from '../../domain/improvement/words';
import { Uuid } from '../../domain/shapes';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPlan, listPlans } from '../../db/stores/improvement-plans';
import type { Trx } from '../../db/transaction';
import { scopedEngagement } from '../engagement-scope';
import { agreeOnPlan, changePlan, giveUpPlan, keepPlan, measuredOf, noPlan, planView } from '../improvement-plans';
import { numberCursor, pageOf, pageQuery, toPage } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** How KPIs come back to their targets: causes, measures and milestones, ended by the KPIs themselves. */
export const improvementPlanRoutes = (deps: Deps): readonly Route[] => [
  open(deps),
  list(deps),
  one(deps),
  agree(deps),
  update(deps),
  cancel(deps),
];

const common = { tag: 'Delivery', access: 'insiders' } as const;
const PATH = '/engagements/{id}/improvement-plans';

const open = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewImprovementPlan>({
    ...common,
    method: 'post',
    path: PATH,
    summary: 'Open an improvement plan for KPIs; periods that go wrong open one by themselves',
    params: EngagementParams,
    body: NewImprovementPlan,
    answers: { 201: ImprovementPlanView },
    handle: async (call) => {
      const plan = await recordNewPlan(deps, call);
      return created(`/api/v1/engagements/${call.params.id}/improvement-plans/${plan.id}`, plan);
    },
  });

export async function recordNewPlan(
  deps: Deps,
  call: Call<EngagementParams, unknown, NewImprovementPlan>,
): Promise<ImprovementPlanView> {
  const { params, body, newId: id, actor, now } = call;
  const plan = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'improvement.opened',
    write: (trx, engagement) => keepPlan({ trx, engagement, now }, body, { id, actorId: actor.id }),
    payload: payloadOf,
  });
  await planAgain(deps, params.id);
  return planView(plan, await measuredOf(deps.db, params.id));
}

const Filter = z.strictObject({ ...pageQuery, state: z.enum(PLAN_STATES).optional() });
type Filter = z.infer<typeof Filter>;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, Filter>({
    ...common,
    method: 'get',
    path: PATH,
    summary: 'Improvement plans of an engagement, oldest first',
    params: EngagementParams,
    query: Filter,
    answers: { 200: pageOf(ImprovementPlanView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { limit, cursor, state } = query;
      const after = numberCursor(cursor);
      const found = await listPlans(db, { engagementId: params.id, state, after, limit: limit + 1 });
      const measured = await measuredOf(db, params.id);
      const views = found.map((plan) => planView(plan, measured));
      return ok(toPage(views, limit, ({ number }) => [number]));
    },
  });

const One = z.strictObject({ id: Uuid, planId: Uuid });
type One = z.infer<typeof One>;

const one = ({ db }: Deps): Route =>
  route<One>({
    ...common,
    method: 'get',
    path: `${PATH}/{planId}`,
    summary: 'Read an improvement plan with the progress of its measures and the standing of its milestones',
    params: One,
    answers: { 200: ImprovementPlanView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const plan = await findPlan(db, params.planId);
      if (plan?.engagementId !== params.id) throw noPlan();
      return ok(planView(plan, await measuredOf(db, params.id)));
    },
  });

interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** Takes a step about a plan for a person of ours. */
async function step<Body>(
  deps: Deps,
  call: Call<One, unknown, Body>,
  { word, write }: { readonly word: PlanStep; readonly write: (held: Held) => Promise<ImprovementPlan> },
): Promise<ImprovementPlanView> {
  const { params, now } = call;
  const plan = await changeRecord(deps.db, call, {
    act: 'edit',
    type: `improvement.${word}`,
    write: (trx, engagement) => write({ trx, engagement, now }),
    payload: payloadOf,
  });
  await planAgain(deps, params.id);
  return planView(plan, await measuredOf(deps.db, params.id));
}

const payloadOf = ({ id: planId, number, state, kpis, cancelling }: ImprovementPlan) => ({
  planId,
  number,
  state,
  kpis,
  ...(cancelling && { reason: cancelling.reason }),
});

export const recordAgreement = (deps: Deps, call: Call<One, unknown, PlanAgreement>): Promise<ImprovementPlanView> =>
  step(deps, call, { word: 'agree', write: (held) => agreeOnPlan(held, call.params.planId, call.actor.id) });

export const recordPlanChange = (
  deps: Deps,
  call: Call<One, unknown, ImprovementPlanChange>,
): Promise<ImprovementPlanView> =>
  step(deps, call, {
    word: 'update',
    write: (held) => changePlan(held, call.params.planId, { change: call.body, actorId: call.actor.id }),
  });

export const recordPlanCancelling = (deps: Deps, call: Call<One, unknown, PlanReason>): Promise<ImprovementPlanView> =>
  step(deps, call, {
    word: 'cancel',
    write: (held) => giveUpPlan(held, call.params.planId, { by: call.actor.id, reason: call.body.reason }),
  });

const agree = (deps: Deps): Route =>
  route<One, unknown, PlanAgreement>({
    ...common,
    method: 'post',
    path: `${PATH}/{planId}/agree`,
    summary: 'Say that both sides have agreed on a plan; it needs a root cause and measures',
    params: One,
    body: PlanAgreement,
    answers: { 200: ImprovementPlanView },
    handle: async (call) => ok(await recordAgreement(deps, call)),
  });

const update = (deps: Deps): Route =>
  route<One, unknown, ImprovementPlanChange>({
    ...common,
    method: 'post',
    path: `${PATH}/{planId}/update`,
    summary: 'Change a plan before it is agreed on, or say how far a measure is',
    params: One,
    body: ImprovementPlanChange,
    answers: { 200: ImprovementPlanView },
    handle: async (call) => ok(await recordPlanChange(deps, call)),
  });

const cancel = (deps: Deps): Route =>
  route<One, unknown, PlanReason>({
    ...common,
    method: 'post',
    path: `${PATH}/{planId}/cancel`,
    summary: 'Give a plan up; one that was agreed on, or that the system opened, needs a second person',
    params: One,
    body: PlanReason,
    answers: { 200: ImprovementPlanView },
    handle: async (call) => ok(await recordPlanCancelling(deps, call)),
  });
