import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isEnded } from '../../domain/engagement/statuses';
import { lacksOf } from '../../domain/exit/plan';
import { ExitPlan, ExitPlanView } from '../../domain/exit/plan-schema';
import { exitPlanOf, saveExitPlan, type StoredExitPlan } from '../../db/stores/exit-plans';
import type { Db } from '../../db/knex';
import { scopedEngagement } from '../engagement-scope';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { type Call, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

/** The plan for the day on which the service is taken away: written before the contract, tested while it runs. */
export const exitPlanRoutes = (deps: Deps): readonly Route[] => [put(deps), read(deps)];

const put = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ExitPlan>({
    method: 'put',
    path: '/engagements/{id}/exit/plan',
    summary: 'Write the exit plan; gate G3 of important and critical work needs a whole one',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: ExitPlan,
    answers: { 200: ExitPlanView },
    conditional: true,
    handle: async (call) => answer(await recordExitPlan({ db }, call)),
  });

/** Writes the plan; whoever names the version that they read meets a newer one with a refusal. */
export async function recordExitPlan(
  { db }: Deps,
  call: Call<EngagementParams, unknown, ExitPlan>,
): Promise<StoredExitPlan> {
  const { body: plan, actor, now, ifMatch } = call;
  await changeRecord(db, call, {
    act: 'edit',
    type: 'exit.plan-written',
    write: async (trx, { id, state }) => {
      if (isEnded(state)) throw new DomainError('STATE_CONFLICT', `The engagement has ended (${state}).`);
      checkIfMatch(ifMatch, (await exitPlanOf(trx, id))?.version ?? null);
      await saveExitPlan(trx, id, { plan, updatedById: actor.id, now });
    },
    payload: () => ({ testedAt: plan.testedAt ?? null, nextTestAt: plan.nextTestAt ?? null }),
  });
  return existing(db, call.params.id);
}

const read = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/exit/plan',
    summary: 'The exit plan, and what it lacks',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: ExitPlanView },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return answer(await existing(db, params.id));
    },
  });

async function existing(db: Db, engagementId: string): Promise<StoredExitPlan> {
  const plan = await exitPlanOf(db, engagementId);
  if (!plan) throw new DomainError('NOT_FOUND', 'There is no exit plan yet.');
  return plan;
}

function answer({ plan, version, updatedById, updatedAt }: StoredExitPlan): Reply {
  const view: z.infer<typeof ExitPlanView> = { ...plan, version, updatedById, updatedAt, missing: lacksOf(plan) };
  return ok(view, etagOf(version));
}
