import type { ZodType } from 'zod';
import {
  Actions,
  Approve,
  CallOff,
  Held,
  Minutes,
  Objecting,
  Reschedule,
  ReviewView,
} from '../../../domain/review/record-schema';
import { packHashes } from '../../../db/stores/review-packs';
import { reviewsOf } from '../../../db/stores/reviews';
import { scopedEngagement } from '../../engagement-scope';
import { pageOf, wholeOf } from '../../paging';
import {
  actionsAction,
  actOnReview,
  approveAction,
  type Ask,
  callOffAction,
  heldAction,
  minutesAction,
  objectAction,
  rescheduleAction,
  type ReviewDeps,
  neededFor,
  scopedReview,
} from '../../reviews/act';
import { reviewView } from '../../reviews/view';
import { ok, type Route, route } from '../../route';
import { EngagementParams } from '../engagements';
import { ReviewParams } from './params';

export const meetingRoutes = (deps: ReviewDeps): readonly Route[] => [
  list(deps),
  read(deps),
  act(deps, { name: 'reschedule', summary: 'Move the meeting; everybody gets the new date', body: Reschedule, ask: rescheduleAction }), // prettier-ignore
  act(deps, { name: 'cancel', summary: 'Call the meeting off', body: CallOff, ask: callOffAction }),
  act(deps, { name: 'held', summary: 'The meeting was held', body: Held, ask: heldAction }),
  act(deps, { name: 'minutes', summary: 'Write the minutes; both sides approve them anew', body: Minutes, ask: minutesAction }), // prettier-ignore
  act(deps, { name: 'actions', summary: 'Add what was agreed to be done; each becomes a task', body: Actions, ask: actionsAction }), // prettier-ignore
  act(deps, { name: 'approve', summary: 'Approve the minutes for one side', body: Approve, ask: approveAction }),
  act(deps, { name: 'object', summary: 'Object to the minutes, with a comment', body: Objecting, ask: objectAction }),
];

const list = ({ db }: ReviewDeps): Route =>
  route<EngagementParams>({
    method: 'get',
    path: '/engagements/{id}/reviews',
    summary: 'Review meetings, earliest first',
    tag: 'Reviews',
    access: 'insiders',
    params: EngagementParams,
    answers: { 200: pageOf(ReviewView) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const [reviews, hashes] = await Promise.all([reviewsOf(db, params.id), packHashes(db, params.id)]);
      return ok(wholeOf(reviews.map((review) => reviewView(review, review.meeting, hashes.get(review.id) ?? null))));
    },
  });

const read = ({ db }: ReviewDeps): Route =>
  route<ReviewParams>({
    method: 'get',
    path: '/reviews/{id}',
    summary: 'One review meeting',
    tag: 'Reviews',
    access: 'signed-in',
    params: ReviewParams,
    answers: { 200: ReviewView },
    handle: async ({ params, actor }) => {
      const { review } = await scopedReview(db, params.id, { actor, act: 'know' });
      const hashes = await packHashes(db, review.engagementId);
      return ok(reviewView(review, review.meeting, hashes.get(review.id) ?? null));
    },
  });

interface Act<B> {
  readonly name: string;
  readonly summary: string;
  readonly body: ZodType<B>;
  readonly ask: Ask<B>;
}

const act = <B>(deps: ReviewDeps, { name, summary, body, ask }: Act<B>): Route =>
  route<ReviewParams, unknown, B>({
    method: 'post',
    path: `/reviews/{id}/${name}`,
    summary,
    tag: 'Reviews',
    access: 'signed-in',
    params: ReviewParams,
    body,
    answers: { 200: ReviewView },
    handle: async (call) => {
      const { actor, channel, now, newId } = call;
      const found = await scopedReview(deps.db, call.params.id, { actor, act: neededFor(name) });
      const action = await ask(deps, found, { body: call.body, acting: { actor, channel, now, newId } });
      const meeting = await actOnReview(deps, found, { action, newId });
      const hashes = await packHashes(deps.db, found.review.engagementId);
      return ok(reviewView(found.review, meeting, hashes.get(found.review.id) ?? null));
    },
  });
