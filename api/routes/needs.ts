import { EngagementView } from '../../domain/engagement/schema';
import { GATE_STATES } from '../../domain/engagement/statuses';
import { analyseNeeds, swotAnswer } from '../../domain/planning/analysis';
import { NeedsAnalysis } from '../../domain/planning/analysis-schema';
import { criticalityOf } from '../../domain/planning/criticality';
import { Needs, SwotAnswer } from '../../domain/planning/schema';
import { engagementView } from '../../db/read/engagements';
import { checkCodes, checkNeeds, refuseWhileDecided } from '../../db/read/needs';
import { planningSettings } from '../../db/read/planning-settings';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { saveNeeds } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { editableIn, heldEngagement, scopedEngagement } from '../engagement-scope';
import { checkIfMatch, etagOf } from '../precondition';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

export const needsRoutes = (deps: Deps): readonly Route[] => [change(deps), analysis(deps), swot(deps)];

/** The needs may be drafted in any order; each field that is sent replaces what it was. */
const change = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, Needs>({
    method: 'patch',
    path: '/engagements/{id}/needs',
    summary: 'Change the needs',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    body: Needs,
    answers: { 200: EngagementView },
    conditional: true,
    handle: async (call) => {
      const version = await recordNeeds({ db }, call);
      return ok(await engagementView(db, call.params.id), etagOf(version));
    },
  });

/** Writes fields of the needs; those that a form was left empty of go. Answers the new version of the record. */
export async function recordNeeds(
  { db }: Deps,
  call: Call<EngagementParams, unknown, Needs>,
  emptied: readonly (keyof Needs)[] = [],
): Promise<number> {
  const { params, body, actor, channel, now, requestId, ifMatch } = call;
  return inTransaction(db, async (trx) => {
    const engagement = await heldEngagement(trx, params.id, { actor, act: 'edit' });
    editableIn(engagement, GATE_STATES.needs);
    await refuseWhileDecided(trx, engagement);
    checkIfMatch(ifMatch, engagement.needs_version);
    const needs = { ...without(engagement.needs, emptied), ...body };
    await checkCodes(trx, body);
    await checkNeeds(trx, needs, engagement.needs);
    await saveNeeds(trx, { id: params.id, needs, criticality: criticalityOf(needs), now });
    const payload = { fields: [...Object.keys(body), ...emptied] };
    await appendAudit(trx, engagementStream(params.id), [
      { key: `needs:${requestId}`, at: now, type: 'engagement.needs', actorId: actor.id, channel, payload },
    ]);
    return engagement.needs_version + 1;
  });
}

const without = (needs: Needs, keys: readonly (keyof Needs)[]): Needs =>
  Object.fromEntries(Object.entries(needs).filter(([key]) => !keys.some((one) => one === key)));

const analysis = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/needs',
    summary: 'The needs with all that follows from them, and what gate G1 still asks for',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: NeedsAnalysis },
    handle: async ({ params, actor }) => {
      const { needs, currency, needs_version } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const settings = await planningSettings(db);
      return ok(analyseNeeds(needs, { currency, settings }), etagOf(needs_version));
    },
  });

const NO_SWOT: SwotAnswer = { totals: { S: 0, W: 0, O: 0, T: 0 }, net: 0, index: 0 };

const swot = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/swot',
    summary: 'The SWOT weighed: totals, index and the strategies of the TOWS matrix',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: SwotAnswer },
    handle: async ({ params, actor }) => {
      const { needs } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(swotAnswer(needs) ?? NO_SWOT);
    },
  });
