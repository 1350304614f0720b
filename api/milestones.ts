import { asOurselves } from '../db/wall/scope';
import { isRuledOut } from '../domain/approval/held-apart';
import { localDate } from '../domain/calendar/zone';
import { FOLLOWED, isEnded } from '../domain/engagement/statuses';
import { DomainError, fieldError, type Refusal } from '../domain/errors';
import type { Side } from '../domain/issue/words';
import {
  cancelMilestone,
  cancelObjection,
  changeMilestone,
  changeObjection,
  deliverMilestone,
  deliverObjection,
  lastRound,
  type Milestone,
  milestoneSubject,
  planMilestone,
  planObjection,
} from '../domain/milestone/milestone';
import type { MilestoneChange, MilestoneDelivery, NewMilestone } from '../domain/milestone/schema';
import { dutyRules } from '../db/read/duty-rules';
import { findDocument } from '../db/stores/documents';
import type { EngagementRow } from '../db/stores/engagements';
import { insertMilestone, lockMilestone, nextMilestoneNumber, saveMilestone } from '../db/stores/milestones';
import { askForAcceptance } from '../db/stores/milestone-task';
import { findPolicy } from '../db/stores/policies';
import { settleAlarm } from '../db/stores/settle-alarms';
import type { Trx } from '../db/transaction';
import { editableIn } from './engagement-scope';

export interface Held {
  readonly trx: Trx;
  readonly engagement: EngagementRow;
  readonly now: number;
}

/** A milestone is planned from the negotiations on, so that both sides sign it. */
export const PLANNED_IN = ['VENDOR_SELECTION', 'CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED'] as const;

export const noMilestone = (): DomainError => new DomainError('NOT_FOUND', 'The engagement has no such milestone.');

export function refuse(refusal: Refusal | null): void {
  if (refusal) throw DomainError.from(refusal);
}

export async function keepMilestone(
  held: Held,
  body: NewMilestone,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<Milestone> {
  const { trx, engagement, now } = held;
  editableIn(engagement, PLANNED_IN);
  refuse(planObjection(engagement.state, body));
  await checkContents(held, body);
  const number = await nextMilestoneNumber(trx, engagement.id);
  const { id: engagementId, state } = engagement;
  const milestone = planMilestone(body, { id, number, engagementId, state, by, now });
  await insertMilestone(trx, milestone);
  return milestone;
}

type Contents = Pick<MilestoneChange, 'due' | 'fee' | 'policyKey'>;

async function checkContents({ trx, engagement, now }: Held, { due, fee, policyKey }: Contents): Promise<void> {
  if (due !== undefined && due < localDate(engagement.time_zone, now)) throw fieldError('due', 'lies in the past');
  checkFee(engagement, fee ?? null, 'fee');
  if (!policyKey) return;
  if (policyKey.startsWith('gate-')) throw fieldError('policyKey', 'is the policy of a gate');
  const policy = await findPolicy(trx, policyKey);
  if (!policy) throw fieldError('policyKey', 'is the key of no policy');
  if (isRuledOut(policy.steps, await dutyRules(trx)))
    throw fieldError('policyKey', 'is a policy that lets happen what the duty rules rule out');
}

/** Milestones are paid in the currency of the engagement, as everything else of it. */
export function checkFee(
  { currency }: Pick<EngagementRow, 'currency'>,
  fee: NewMilestone['fee'] | null,
  path: string,
): void {
  if (fee && fee.currency !== currency) throw fieldError(`${path}.currency`, `must be ${currency}, as the engagement`);
}

/** A milestone of the engagement, held. */
export async function heldMilestone({ trx, engagement }: Held, id: string): Promise<Milestone> {
  const milestone = await lockMilestone(trx, id);
  if (milestone?.engagementId !== engagement.id) throw noMilestone();
  if (isEnded(engagement.state)) throw new DomainError('STATE_CONFLICT', 'The engagement has ended.');
  return milestone;
}

export async function saved({ trx, now }: Held, milestone: Milestone): Promise<Milestone> {
  await saveMilestone(trx, milestone, now);
  return milestone;
}

/** The vendor no longer owes what it was late with. */
const endLateness = ({ trx, engagement, now }: Held, milestone: Milestone): Promise<boolean> =>
  asOurselves(() =>
    settleAlarm(
      trx,
      { engagementId: engagement.id, rule: 'MILESTONE_OVERDUE', subject: milestoneSubject(milestone) },
      now,
    ),
  );

export async function reviseMilestone(held: Held, before: Milestone, change: MilestoneChange): Promise<Milestone> {
  const { engagement } = held;
  refuse(changeObjection(before, change, engagement.state));
  await checkContents(held, change);
  if (change.due !== undefined) await endLateness(held, before);
  return saved(held, changeMilestone(before, change));
}

interface DeliveredBy {
  readonly side: Side;
  readonly actorId: string | null;
}

/** A side says that a milestone was delivered; somebody of ours is asked to judge it. */
export async function takeDelivery(
  held: Held,
  id: string,
  { delivery, by }: { readonly delivery: MilestoneDelivery; readonly by: DeliveredBy },
): Promise<Milestone> {
  const { trx, engagement, now } = held;
  editableIn(engagement, FOLLOWED);
  const before = await heldMilestone(held, id);
  refuse(deliverObjection(before));
  const on = dayOf(held, before, delivery);
  await checkDocuments(held, delivery.documentIds);
  const milestone = await saved(held, deliverMilestone(before, delivery, { ...by, on, now }));
  await endLateness(held, milestone);
  await asOurselves(() => askForAcceptance(trx, engagement, { milestone, now }));
  return milestone;
}

/** A delivery may be noted later; it lies neither ahead nor before the one that was rejected. */
function dayOf({ engagement, now }: Held, before: Milestone, { on }: MilestoneDelivery): string {
  const today = localDate(engagement.time_zone, now);
  if (on === undefined) return today;
  if (on > today) throw fieldError('on', 'lies in the future');
  const rejectedAt = lastRound(before)?.decidedAt ?? null;
  if (rejectedAt !== null && on < localDate(engagement.time_zone, rejectedAt))
    throw fieldError('on', 'lies before the rejection of the delivery before');
  return on;
}

async function checkDocuments({ trx, engagement }: Held, ids: readonly string[]): Promise<void> {
  for (const [index, id] of ids.entries())
    if (!(await findDocument(trx, { engagementId: engagement.id, id })))
      throw fieldError(`documentIds.${index}`, 'is no document of the engagement');
}

/** Gives a milestone up that nothing was delivered for. */
export async function giveUpMilestone(
  held: Held,
  id: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Milestone> {
  const before = await heldMilestone(held, id);
  refuse(cancelObjection(before));
  await endLateness(held, before);
  const isKnown = FOLLOWED.includes(held.engagement.state);
  return saved(held, cancelMilestone(before, { by, reason, now: held.now, isKnown }));
}
