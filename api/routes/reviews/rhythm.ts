import { Rhythm } from '../../../domain/review/record-schema';
import { saveReviewRhythm } from '../../../db/stores/engagements';
import { checkDrawnFrom } from '../../drawn-from';
import { scopedEngagement } from '../../engagement-scope';
import { planAgain } from '../../plan-again';
import { changeRecord } from '../../record';
import type { ReviewDeps } from '../../reviews/act';
import { type Call, ok, type Route, route } from '../../route';
import { EngagementParams } from '../engagements';

export const rhythmRoutes = (deps: ReviewDeps): readonly Route[] => [read(deps), write(deps)];

const read = ({ db }: ReviewDeps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/review-rhythm',
    summary: 'How often the engagement is reviewed',
    tag: 'Reviews',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: Rhythm },
    handle: async ({ params, actor }) => {
      const { review_rhythm: rhythm } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok({ rhythm });
    },
  });

const write = (deps: ReviewDeps): Route =>
  route<EngagementParams, unknown, Rhythm>({
    method: 'put',
    path: '/engagements/{id}/review-rhythm',
    summary: 'Review every month or every quarter; the year comes with its last quarter in any case',
    tag: 'Reviews',
    access: 'insiders',
    params: EngagementParams,
    body: Rhythm,
    answers: { 200: Rhythm },
    handle: async (call) => {
      await recordRhythm(deps, call);
      return ok(call.body);
    },
  });

/** Reviews come round as often from now on. With what a form was drawn from, only where that still holds. */
export async function recordRhythm(
  deps: Pick<ReviewDeps, 'db' | 'gateway' | 'log'>,
  call: Call<EngagementParams, unknown, Rhythm>,
  print: string | null = null,
): Promise<void> {
  const { params, body } = call;
  await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'review.rhythm',
    write: (trx, { review_rhythm: before }) => {
      checkDrawnFrom(print, before);
      return saveReviewRhythm(trx, params.id, body.rhythm);
    },
    payload: () => ({ rhythm: body.rhythm }),
  });
  await planAgain(deps, params.id);
}
