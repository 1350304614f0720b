import type { Milestone } from '../../domain/milestone/milestone';
import { MilestoneDelivery, MilestoneReason, MilestoneVerdict, MilestoneView } from '../../domain/milestone/schema';
import { acceptMilestone, rejectMilestone } from '../judge-milestone';
import { giveUpMilestone, type Held, takeDelivery } from '../milestones';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, type Route, route } from '../route';
import type { Services } from '../services';
import { MILESTONES, milestoneReply, OneMilestone, payloadOf } from './milestones';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** What people of ours do about a milestone. */
export const milestoneStepRoutes = (deps: Deps): readonly Route[] => [
  deliver(deps),
  accept(deps),
  reject(deps),
  cancel(deps),
];

const common = { tag: 'Delivery', access: 'insiders', method: 'post', params: OneMilestone } as const;

async function step<Body>(
  deps: Deps,
  call: Call<OneMilestone, unknown, Body>,
  { type, write }: { readonly type: string; readonly write: (held: Held) => Promise<Milestone> },
): Promise<Milestone> {
  const milestone = await changeRecord(deps.db, call, {
    act: 'edit',
    type,
    write: (trx, engagement) => write({ trx, engagement, now: call.now }),
    payload: (after) => ({ ...payloadOf(after), ...(after.cancelled && { reason: after.cancelled.reason }) }),
  });
  await planAgain(deps, call.params.id);
  return milestone;
}

export const recordDelivery = (deps: Deps, call: Call<OneMilestone, unknown, MilestoneDelivery>): Promise<Milestone> =>
  step(deps, call, {
    type: 'milestone.delivered',
    write: (held) =>
      takeDelivery(held, call.params.milestoneId, {
        delivery: call.body,
        by: { side: 'us', actorId: call.actor.id },
      }),
  });

export const recordCancelling = (deps: Deps, call: Call<OneMilestone, unknown, MilestoneReason>): Promise<Milestone> =>
  step(deps, call, {
    type: 'milestone.cancelled',
    write: (held) => giveUpMilestone(held, call.params.milestoneId, { by: call.actor.id, reason: call.body.reason }),
  });

const deliver = (deps: Deps): Route =>
  route<OneMilestone, unknown, MilestoneDelivery>({
    ...common,
    path: `${MILESTONES}/{milestoneId}/deliver`,
    summary: 'Note a delivery on behalf of the vendor, which otherwise declares it on its own page',
    body: MilestoneDelivery,
    answers: { 200: MilestoneView },
    handle: async (call) => milestoneReply(deps.db, call, await recordDelivery(deps, call)),
  });

const accept = (deps: Deps): Route =>
  route<OneMilestone, unknown, MilestoneVerdict>({
    ...common,
    path: `${MILESTONES}/{milestoneId}/accept`,
    summary:
      'Accept a delivery, all of whose criteria are met; with a policy its approvers decide (request in `rounds`)',
    body: MilestoneVerdict,
    answers: { 200: MilestoneView },
    handle: async (call) => milestoneReply(deps.db, call, await acceptMilestone(deps, call)),
  });

const reject = (deps: Deps): Route =>
  route<OneMilestone, unknown, MilestoneVerdict>({
    ...common,
    path: `${MILESTONES}/{milestoneId}/reject`,
    summary: 'Reject a delivery with what is missing; the vendor is told and delivers again',
    body: MilestoneVerdict,
    answers: { 200: MilestoneView },
    handle: async (call) => milestoneReply(deps.db, call, await rejectMilestone(deps, call)),
  });

const cancel = (deps: Deps): Route =>
  route<OneMilestone, unknown, MilestoneReason>({
    ...common,
    path: `${MILESTONES}/{milestoneId}/cancel`,
    summary: 'Give a milestone up before it is delivered',
    body: MilestoneReason,
    answers: { 200: MilestoneView },
    handle: async (call) => milestoneReply(deps.db, call, await recordCancelling(deps, call)),
  });
