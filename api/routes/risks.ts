import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { Locale } from '../../domain/people/people';
import { Risk, RiskPatch, RiskView } from '../../domain/risk/record-schema';
import { byExposure, type KeptRisk, patchRisk, riskView } from '../../domain/risk/risk';
import { causeFor } from '../../domain/risk/seed';
import { Uuid } from '../../domain/shapes';
import type { RiskRules } from '../../domain/risk/rules-schema';
import { riskRules } from '../../db/read/risk-rules';
import { insertRisk, lockRisk, risksOf, saveRisk } from '../../db/stores/risks';
import type { Trx } from '../../db/transaction';
import type { EngagementRow } from '../../db/stores/engagements';
import { scopedEngagement } from '../engagement-scope';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { checkRisk, planReview } from '../risk-register';
import { pageOf, wholeOf } from '../paging';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const riskRoutes = (deps: Deps): readonly Route[] => [list(deps), add(deps), change(deps)];

/** A risk as the reader of that language sees it. */
export const riskViewFor = (risk: KeptRisk, { exposure }: RiskRules, locale: Locale): RiskView => ({
  ...riskView(risk, exposure),
  cause: causeFor(risk.cause, locale),
});

const list = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/risks',
    summary: 'The risk register of an engagement, most exposed first',
    tag: 'Risk',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(RiskView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const rules = await riskRules(db);
      const views = (await risksOf(db, params.id)).map((risk) => riskViewFor(risk, rules, actor.locale));
      return ok(wholeOf(byExposure(views)));
    },
  });

const add = (deps: Deps): Route =>
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
      await recordRisk(deps, call);
      const risk = { id: call.newId, ...call.body, version: 1 };
      const view = riskViewFor(risk, await riskRules(deps.db), call.actor.locale);
      return { status: 201, headers: etagOf(1), body: view };
    },
  });

/** A risk that nobody has seen before. */
export async function recordRisk(deps: Deps, call: Call<EngagementParams, unknown, Risk>): Promise<void> {
  const { body: risk, newId: id, now, params } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'risk.added',
    write: async (trx, engagement) => {
      await checkRisk(trx, engagement, { risk, before: null, now });
      await insertRisk(trx, { id, engagementId: engagement.id, risk, now });
      await planReview(trx, engagement, { id, risk, before: null, now });
    },
    payload: () => ({ riskId: id, type: risk.type }),
  });
  if (risk.reviewAt !== undefined) await planAgain(deps, params.id);
}

const Params = EngagementParams.extend({ riskId: Uuid });
type Params = z.infer<typeof Params>;

const change = (deps: Deps): Route =>
  route<Params, unknown, RiskPatch>({
    method: 'patch',
    path: '/engagements/{id}/risks/{riskId}',
    summary: 'Rate a risk anew, or change its controls, owner or review date',
    tag: 'Risk',
    access: 'insiders',
    params: Params,
    body: RiskPatch,
    answers: { 200: RiskView },
    conditional: true,
    handle: async (call) => {
      const after = await recordRiskChange(deps, call);
      return ok(riskViewFor(after, await riskRules(deps.db), call.actor.locale), etagOf(after.version));
    },
  });

/** What is known of a risk now. */
export async function recordRiskChange(deps: Deps, call: Call<Params, unknown, RiskPatch>): Promise<KeptRisk> {
  const { after } = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'risk.changed',
    write: (trx, engagement) => applyPatch(trx, engagement, call),
    payload: ({ before, after: { id: riskId, ...now } }) => ({
      riskId,
      before: ratedOf(before),
      after: ratedOf(now),
    }),
  });
  await planAgain(deps, call.params.id);
  return after;
}

async function applyPatch(
  trx: Trx,
  engagement: EngagementRow,
  { params, body, ifMatch, now }: Call<Params, unknown, RiskPatch>,
): Promise<{ readonly before: KeptRisk; readonly after: KeptRisk }> {
  const before = await lockRisk(trx, engagement.id, params.riskId);
  if (!before) throw new DomainError('NOT_FOUND', 'There is no such risk.');
  checkIfMatch(ifMatch, before.version);
  const { id, version, ...old } = before;
  const risk = patchRisk(old, body);
  await checkRisk(trx, engagement, { risk, before: old, now });
  const after = { id, ...risk, version: version + 1 };
  await saveRisk(trx, after, now);
  await planReview(trx, engagement, { id, risk, before: old, now });
  return { before, after };
}

/** What the trail keeps of a risk: fields that are not there are null, so that both sides show what changed. */
const ratedOf = (risk: Risk) => ({
  type: risk.type,
  cause: risk.cause,
  likelihood: risk.likelihood,
  impact: risk.impact,
  controls: risk.controls,
  residual: risk.residual ?? null,
  ownerId: risk.ownerId ?? null,
  reviewAt: risk.reviewAt ?? null,
});
