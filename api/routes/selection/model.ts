import { DomainError } from '../../../domain/errors';
import { modelFrom } from '../../../domain/vendor/model';
import { EvaluationModel, ModelBody } from '../../../domain/vendor/record-schema';
import { valueHash } from '../../../db/stores/audit';
import { tenderOf } from '../../../db/stores/tenders';
import { modelOf, saveModel } from '../../../db/stores/vendors';
import type { Trx } from '../../../db/transaction';
import { checkDrawnFrom } from '../../drawn-from';
import { editableIn, scopedEngagement } from '../../engagement-scope';
import { changeRecord } from '../../record';
import { type Call, ok, type Route, route } from '../../route';
import { notWhileDecided } from '../../selection-rules';
import type { Services } from '../../services';
import { EngagementParams } from '../engagements';

type Deps = Pick<Services, 'db'>;

export const modelRoutes = (deps: Deps): readonly Route[] => [readModel(deps), setModel(deps)];

const readModel = ({ db }: Deps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/evaluation-model',
    summary: 'How candidates are judged; the usual model where none was set',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: EvaluationModel },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok((await modelOf(db, params.id)) ?? modelFrom({ method: 'weighted-sum' }));
    },
  });

const setModel = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, ModelBody>({
    method: 'put',
    path: '/engagements/{id}/evaluation-model',
    summary: 'Set how candidates are judged; once bids are opened only with a reason',
    tag: 'Selection',
    access: 'insiders',
    params: EngagementParams,
    body: ModelBody,
    answers: { 200: EvaluationModel },
    handle: async (call) => ok(await recordModel({ db }, call)),
  });

/** How candidates are judged from now on; a form says what it was drawn from. */
export async function recordModel(
  { db }: Deps,
  call: Call<EngagementParams, unknown, ModelBody>,
  drawnFrom: string | null = null,
): Promise<EvaluationModel> {
  const model = modelFrom(call.body);
  await changeRecord(db, call, {
    act: 'edit',
    type: 'selection.model',
    write: async (trx, engagement) => {
      editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION']);
      await notWhileDecided(trx, engagement);
      await checkReason(trx, engagement.id, call.body);
      const before = await modelOf(trx, engagement.id);
      checkDrawnFrom(drawnFrom, before);
      await saveModel(trx, engagement.id, { model, now: call.now });
      return before;
    },
    payload: (before) => ({
      ...(call.body.reason !== undefined && { reason: call.body.reason }),
      before: before && valueHash(before),
      after: valueHash(model),
    }),
  });
  return model;
}

/** Who knows the bids could bend the weights towards one of them: whoever still changes them says why. */
async function checkReason(trx: Trx, engagementId: string, { reason }: ModelBody): Promise<void> {
  const tender = await tenderOf(trx, engagementId);
  if (tender?.openedAt != null && reason === undefined)
    throw new DomainError('COMMENT_REQUIRED', 'The bids are opened: give a reason for changing how they are judged.', [
      { path: 'reason', message: 'is needed' },
    ]);
}
