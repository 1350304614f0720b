import { z } from 'zod';
import type { Milestone } from '../../domain/milestone/milestone';
import { MilestoneChange, MilestoneView, NewMilestone, PunctualityView } from '../../domain/milestone/schema';
import { MILESTONE_STATES } from '../../domain/milestone/words';
import { LocalDate, Uuid } from '../../domain/shapes';
import { milestoneClock } from '../../db/read/milestone-rules';
import { findMilestone, listMilestones } from '../../db/stores/milestones';
import type { Db } from '../../db/knex';
import { findEngagement } from '../../db/stores/engagements';
import { scopedEngagement } from '../engagement-scope';
import { milestoneView, punctualityView } from '../milestone-view';
import { heldMilestone, keepMilestone, noMilestone, reviseMilestone } from '../milestones';
import { numberCursor, pageOf, pageQuery, toPage } from '../paging';
import { planAgain } from '../plan-again';
import { checkIfMatch, etagOf } from '../precondition';
import { changeRecord } from '../record';
import { type Call, ok, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** What the vendor delivers by a day: planned, delivered, accepted by its criteria, and then payable. */
export const milestoneRoutes = (deps: Deps): readonly Route[] => [
  plan(deps),
  list(deps),
  punctuality(deps),
  one(deps),
  change(deps),
];

const common = { tag: 'Delivery', access: 'insiders' } as const;
export const MILESTONES = '/engagements/{id}/milestones';

export const payloadOf = ({ id: milestoneId, number, title, state, due, fee, rounds }: Milestone) => ({
  milestoneId,
  number,
  title,
  state,
  due,
  fee,
  ...(rounds.length > 0 && { round: rounds.length }),
});

/** A milestone as it stands now, with the tag of its version. */
export async function milestoneReply(db: Db, { params, now }: MilestoneCall, milestone: Milestone): Promise<Reply> {
  const engagement = await findEngagement(db, params.id);
  if (!engagement) throw noMilestone();
  const clock = await milestoneClock(db, engagement);
  return ok(milestoneView(milestone, { clock, now }), etagOf(milestone.version));
}

const plan = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewMilestone>({
    ...common,
    method: 'post',
    path: MILESTONES,
    summary: 'Plan a milestone; what is planned before both have signed is part of the contract',
    params: EngagementParams,
    body: NewMilestone,
    answers: { 201: MilestoneView },
    handle: async (call) => {
      const milestone = await recordMilestone(deps, call);
      const { body, headers } = await milestoneReply(deps.db, call, milestone);
      const location = `/api/v1/engagements/${call.params.id}/milestones/${milestone.id}`;
      return { status: 201, headers: { ...headers, location }, body };
    },
  });

export async function recordMilestone(
  deps: Deps,
  call: Call<EngagementParams, unknown, NewMilestone>,
): Promise<Milestone> {
  const { body, newId: id, actor, now } = call;
  const milestone = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'milestone.planned',
    write: (trx, engagement) => keepMilestone({ trx, engagement, now }, body, { id, by: actor.id }),
    payload: payloadOf,
  });
  await planAgain(deps, call.params.id);
  return milestone;
}

const Filter = z.strictObject({ ...pageQuery, state: z.enum(MILESTONE_STATES).optional() });
type Filter = z.infer<typeof Filter>;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, Filter>({
    ...common,
    method: 'get',
    path: MILESTONES,
    summary: 'Milestones of an engagement; with `state=accepted` what has become payable',
    params: EngagementParams,
    query: Filter,
    answers: { 200: pageOf(MilestoneView) },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { limit, cursor, state } = query;
      const after = numberCursor(cursor);
      const found = await listMilestones(db, { engagementId: params.id, state, after, limit: limit + 1 });
      const clock = await milestoneClock(db, engagement);
      const views = found.map((milestone) => milestoneView(milestone, { clock, now }));
      return ok(toPage(views, limit, ({ number }) => [number]));
    },
  });

const Span = z.strictObject({ from: LocalDate.optional(), to: LocalDate.optional() });
type Span = z.infer<typeof Span>;

const punctuality = ({ db }: Deps): Route =>
  route<EngagementParams, Span>({
    ...common,
    method: 'get',
    path: `${MILESTONES}/punctuality`,
    summary:
      'How many milestones that were due in [from, to) were delivered in time; up to today unless said otherwise',
    params: EngagementParams,
    query: Span,
    answers: { 200: PunctualityView },
    handle: async ({ params, query, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await punctualityView(db, engagement, { ...query, now }));
    },
  });

export const OneMilestone = z.strictObject({ id: Uuid, milestoneId: Uuid });
export type OneMilestone = z.infer<typeof OneMilestone>;
type MilestoneCall = Call<{ id: string }, unknown, unknown>;

const one = ({ db }: Deps): Route =>
  route<OneMilestone>({
    ...common,
    method: 'get',
    path: `${MILESTONES}/{milestoneId}`,
    summary: 'Read a milestone with each of its deliveries and what was said of it',
    params: OneMilestone,
    answers: { 200: MilestoneView },
    handle: async (call) => {
      const { params, actor } = call;
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const milestone = await findMilestone(db, params.milestoneId);
      if (milestone?.engagementId !== params.id) throw noMilestone();
      return milestoneReply(db, call, milestone);
    },
  });

const change = (deps: Deps): Route =>
  route<OneMilestone, unknown, MilestoneChange>({
    ...common,
    method: 'patch',
    path: `${MILESTONES}/{milestoneId}`,
    summary: 'Change a milestone before its first delivery; day and fee of a signed one by a change request alone',
    params: OneMilestone,
    body: MilestoneChange,
    answers: { 200: MilestoneView },
    conditional: true,
    handle: async (call) => {
      const { params, body, ifMatch, now } = call;
      const milestone = await changeRecord(deps.db, call, {
        act: 'edit',
        type: 'milestone.changed',
        write: async (trx, engagement) => {
          const held = { trx, engagement, now };
          const before = await heldMilestone(held, params.milestoneId);
          checkIfMatch(ifMatch, before.version);
          return reviseMilestone(held, before, body);
        },
        payload: (after) => ({ ...payloadOf(after), changed: Object.keys(body) }),
      });
      await planAgain(deps, params.id);
      return milestoneReply(deps.db, call, milestone);
    },
  });
