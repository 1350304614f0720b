import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { Meeting, MeetingAction } from '../../domain/review/meeting';
import { LongText, LocalDate, Instant, ShortText, Uuid } from '../../domain/shapes';
import { findReview, reviewsOf, type StoredReview } from '../../db/stores/reviews';
import { reviewWorkflowId } from '../../workflows/ids';
import { scopedEngagement } from '../engagement-scope';
import { reviewInvite } from '../invite';
import { pageOf, wholeOf } from '../paging';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'config'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;

const Action = z.strictObject({ title: ShortText, ownerId: Uuid.nullable().default(null), due: LocalDate });
const ReviewView = z.strictObject({
  id: Uuid,
  engagementId: Uuid,
  kind: z.string(),
  period: z.string(),
  state: z.string(),
  meetingAt: Instant,
  heldAt: Instant.nullable(),
  participants: z.array(z.string()),
  minutes: z.string().nullable(),
  actions: z.array(Action),
  approvedBy: z.array(z.enum(['us', 'vendor'])),
});

export const reviewRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  held(deps),
  minutes(deps),
  actions(deps),
  approve(deps),
  pack(deps),
  invite(deps),
];

const list = ({ db }: Deps): Route =>
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
      return ok(wholeOf((await reviewsOf(db, params.id)).map((review) => toView(review, review.meeting))));
    },
  });

const Held = z.strictObject({ at: Instant.optional(), participants: z.array(ShortText).max(100).default([]) });

const held = (deps: Deps): Route =>
  route<Params, unknown, z.infer<typeof Held>>({
    ...action('held', 'The meeting was held'),
    body: Held,
    handle: (call) => {
      const at = call.body.at ? Date.parse(call.body.at) : call.now;
      return act(deps, call, { type: 'held', at, participants: call.body.participants, actorId: call.actor.id });
    },
  });

const Minutes = z.strictObject({ text: LongText.min(2) });

const minutes = (deps: Deps): Route =>
  route<Params, unknown, z.infer<typeof Minutes>>({
    ...action('minutes', 'Write the minutes; both sides approve them anew'),
    body: Minutes,
    handle: (call) => act(deps, call, { type: 'minutes', text: call.body.text, actorId: call.actor.id }),
  });

const Actions = z.strictObject({ actions: z.array(Action).min(1).max(50) });

const actions = (deps: Deps): Route =>
  route<Params, unknown, z.infer<typeof Actions>>({
    ...action('actions', 'Add what was agreed to be done'),
    body: Actions,
    handle: (call) => act(deps, call, { type: 'actions', actions: call.body.actions, actorId: call.actor.id }),
  });

const Approve = z.strictObject({ side: z.enum(['us', 'vendor']).default('us') });

const approve = (deps: Deps): Route =>
  route<Params, unknown, z.infer<typeof Approve>>({
    ...action('approve', 'Approve the minutes for one side'),
    body: Approve,
    handle: (call) => act(deps, call, { type: 'approve', side: call.body.side, actorId: call.actor.id }),
  });

const action = (name: string, summary: string) => ({
  method: 'post' as const,
  path: `/reviews/{id}/${name}`,
  summary,
  tag: 'Reviews',
  access: 'signed-in' as const,
  params: Params,
  answers: { 200: ReviewView },
});

async function act({ db, gateway }: Deps, call: Call<Params, unknown, unknown>, meetingAction: MeetingAction) {
  const review = await existing(db, call.params.id);
  await scopedEngagement(db, review.engagementId, { actor: call.actor, act: 'report' });
  const meeting = await gateway.update<Meeting>({
    id: reviewWorkflowId(review.id),
    update: 'actOnMeeting',
    arg: meetingAction,
    updateId: `${meetingAction.type}-${call.newId}`,
  });
  return ok(toView(review, meeting));
}

const pack = ({ db }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/reviews/{id}/pack',
    summary: 'What the meeting talks about',
    tag: 'Reviews',
    access: 'insiders',
    params: Params,
    answers: { 200: z.record(z.string(), z.unknown()) },
    handle: async ({ params, actor }) => {
      const review = await existing(db, params.id);
      await scopedEngagement(db, review.engagementId, { actor, act: 'read' });
      return ok(review.pack);
    },
  });

const invite = ({ db, config }: Deps): Route =>
  route<Params>({
    method: 'get',
    path: '/reviews/{id}/invite.ics',
    summary: 'The meeting for a calendar (RFC 5545)',
    tag: 'Reviews',
    access: 'signed-in',
    params: Params,
    answers: { 200: null },
    handle: async ({ params, actor, now }) => {
      const review = await existing(db, params.id);
      const engagement = await scopedEngagement(db, review.engagementId, { actor, act: 'report' });
      const content = reviewInvite({ review, title: engagement.title, publicUrl: config.publicUrl, now });
      return ok(content, { 'content-type': 'text/calendar; charset=utf-8' });
    },
  });

async function existing(db: Deps['db'], id: string): Promise<StoredReview> {
  const review = await findReview(db, id);
  if (!review) throw new DomainError('NOT_FOUND', 'There is no such review.');
  return review;
}

const toView = (
  { id, engagementId, kind, period, meetingAt }: StoredReview,
  meeting: Meeting,
): z.infer<typeof ReviewView> => ({
  id,
  engagementId,
  kind,
  period,
  state: meeting.state,
  meetingAt: new Date(meetingAt).toISOString(),
  heldAt: meeting.heldAt === null ? null : new Date(meeting.heldAt).toISOString(),
  participants: [...meeting.participants],
  minutes: meeting.minutes,
  actions: meeting.actions.map((one) => ({ ...one })),
  approvedBy: [...meeting.approvedBy],
});
