import { z } from 'zod';
import { CORRECTION_ACTS, type CorrectionAct } from '../../domain/kpi/correction';
import { Correction, CORRECTION_STATES, CorrectionComment } from '../../domain/kpi/correction-schema';
import { Scorecard } from '../../domain/kpi/record-schema';
import { Period, Uuid } from '../../domain/shapes';
import { correctionsOf } from '../../db/stores/kpi-corrections';
import { cardHistory } from '../../db/stores/scorecards';
import { scopedEngagement } from '../engagement-scope';
import { type Decided, decideOnCorrection } from '../kpi-corrections';
import { idCursor, pageOf, pageQuery, toPage, wholeOf } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

export const kpiCorrectionRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  ...CORRECTION_ACTS.map((act) => decide(deps, act)),
  revisions(deps),
];

const Query = z.strictObject({ ...pageQuery, state: z.enum(CORRECTION_STATES).optional() });

const list = ({ db }: Deps): Route =>
  route<EngagementParams, z.infer<typeof Query>>({
    method: 'get',
    path: '/engagements/{id}/kpis/corrections',
    summary: 'Values that needed a second person, first proposed first',
    tag: 'Delivery',
    access: 'insiders',
    params: EngagementParams,
    query: Query,
    answers: { 200: pageOf(Correction) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const after = idCursor(query.cursor);
      const rows = await correctionsOf(db, params.id, { state: query.state, after, limit: query.limit + 1 });
      return ok(toPage(rows, query.limit, ({ id }) => [id]));
    },
  });

const CorrectionParams = z.strictObject({ id: Uuid, correction: Uuid });
const SUMMARIES: Readonly<Record<CorrectionAct, string>> = {
  confirm: 'Confirm a value as a second person: it counts, and a closed period gets a new revision of its card',
  reject: 'Reject a proposed value as a second person',
  withdraw: 'Withdraw a value that one has proposed',
};

const decide = (deps: Deps, act: CorrectionAct): Route =>
  route<z.infer<typeof CorrectionParams>, unknown, CorrectionComment>({
    method: 'post',
    path: `/engagements/{id}/kpis/corrections/{correction}/${act}`,
    summary: SUMMARIES[act],
    tag: 'Delivery',
    access: 'signed-in',
    params: CorrectionParams,
    body: CorrectionComment,
    answers: { 200: z.strictObject({ correction: Correction, card: Scorecard.nullable() }) },
    handle: async (call) => ok(await recordCorrection(deps, call, act)),
  });

/** Decides on a correction, with its entry of the trail; every channel comes through here. */
export async function recordCorrection(
  deps: Deps,
  call: Call<z.infer<typeof CorrectionParams>, unknown, CorrectionComment>,
  act: CorrectionAct,
): Promise<Decided> {
  const { params, body, actor, now } = call;
  const doing = { correctionId: params.correction, act, actor, comment: body.comment ?? null, now };
  const decided = await changeRecord(deps.db, call, {
    act: 'report',
    type: `kpi.correction-${act}`,
    write: (trx, engagement) => decideOnCorrection(trx, engagement, doing),
    payload: ({ correction: { id, key, period, value, reason }, card }) => ({
      ...{ correctionId: id, key, period, value, reason },
      ...(card && { cardRevision: card.revision, score: card.score }),
    }),
  });
  await planAgain(deps, params.id);
  return decided;
}

const CardParams = z.strictObject({ id: Uuid, period: Period });
const CardLine = z.strictObject({
  revision: z.int(),
  correctionId: Uuid.nullable(),
  reason: z.string().nullable(),
  recordedAt: z.string(),
  card: Scorecard,
});

const revisions = ({ db }: Deps): Route =>
  route<z.infer<typeof CardParams>>({
    method: 'get',
    path: '/engagements/{id}/scorecards/{period}/revisions',
    summary: 'Every card of a period: as it was closed, then one for each confirmed correction with its reason',
    tag: 'Delivery',
    access: 'insiders',
    params: CardParams,
    answers: { 200: pageOf(CardLine) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(wholeOf(await cardHistory(db, params.id, params.period)));
    },
  });
