import { DomainError } from '../domain/errors';
import { lastRound, type Milestone, milestoneName, openRequestOf } from '../domain/milestone/milestone';
import type { MilestoneVerdict } from '../domain/milestone/schema';
import {
  askAcceptance,
  judgeMilestone,
  judgeObjection,
  settleAcceptance,
  verdictFaults,
} from '../domain/milestone/verdict';
import type { MilestoneOutcome } from '../domain/milestone/words';
import { endItem } from '../db/stores/action-items';
import type { EngagementRow } from '../db/stores/engagements';
import { acceptanceKey } from '../db/stores/milestone-task';
import { findMilestone, lockMilestoneOfRequest, saveMilestone } from '../db/stores/milestones';
import { wasAsked } from '../db/stores/unasked';
import { inTransaction } from '../db/transaction';
import { type Held, heldMilestone, refuse, saved } from './milestones';
import { planAgain } from './plan-again';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';
import { askApproval } from './side-requests';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;
type VerdictCall = Call<{ id: string; milestoneId: string }, unknown, MilestoneVerdict>;

interface Judged {
  readonly milestone: Milestone;
  readonly engagement: EngagementRow;
}

/** Rejects a delivery, with what is missing; the vendor delivers again. */
export async function rejectMilestone(deps: Deps, call: VerdictCall): Promise<Milestone> {
  const { milestone } = await write(deps, call, { type: 'milestone.rejected', outcome: 'rejected' });
  await planAgain(deps, call.params.id);
  return milestone;
}

/** Accepts a delivery, which makes its fee payable; where the milestone has a policy, once its approvers agree. */
export async function acceptMilestone(deps: Deps, call: VerdictCall): Promise<Milestone> {
  // Its policy stays as it is from the first delivery on.
  const isAsked = (await findMilestone(deps.db, call.params.milestoneId))?.policyKey != null;
  const type = isAsked ? 'milestone.acceptance-asked' : 'milestone.accepted';
  const { milestone, engagement } = await write(deps, call, { type, outcome: 'accepted' });
  const requestId = openRequestOf(milestone);
  if (requestId !== null) await ask(deps, call, { milestone, engagement, requestId });
  await planAgain(deps, call.params.id);
  return milestone;
}

interface Judging {
  readonly type: string;
  readonly outcome: MilestoneOutcome;
}

const write = ({ db }: Deps, call: VerdictCall, { type, outcome }: Judging): Promise<Judged> =>
  changeRecord(db, call, {
    act: 'accept',
    type,
    write: async (trx, engagement) => {
      const held = { trx, engagement, now: call.now };
      const before = await withoutUnasked(held, await heldMilestone(held, call.params.milestoneId));
      refuse(judgeObjection(before, call.actor.id));
      checkVerdict(before, call.body, outcome);
      const milestone = await saved(held, judged(before, call, outcome));
      if (openRequestOf(milestone) === null) await endItem(trx, acceptanceKey(milestone), call.now);
      return { milestone, engagement };
    },
    payload: ({ milestone }) => ({
      milestoneId: milestone.id,
      number: milestone.number,
      round: milestone.rounds.length,
      criteria: call.body.criteria,
      fee: milestone.fee,
      requestId: openRequestOf(milestone),
    }),
  });

function judged(before: Milestone, { body, actor, now, newId }: VerdictCall, outcome: MilestoneOutcome): Milestone {
  const needsApproval = outcome === 'accepted' && before.policyKey !== null;
  return needsApproval
    ? askAcceptance(before, body, { by: actor.id, requestId: newId, now })
    : judgeMilestone(before, body, { outcome, by: actor.id, now });
}

function checkVerdict({ criteria }: Milestone, verdict: MilestoneVerdict, outcome: MilestoneOutcome): void {
  const errors = verdictFaults(criteria, verdict, outcome);
  if (errors.length === 0) return;
  const message = errors.map(({ path, message: fault }) => `${path}: ${fault}`).join('; ');
  throw new DomainError('INVALID_FIELDS', message, errors);
}

/** An acceptance whose approval was never asked for, because the call that brought it broke off, is forgotten. */
async function withoutUnasked({ trx, now }: Held, milestone: Milestone): Promise<Milestone> {
  const requestId = openRequestOf(milestone);
  const since = lastRound(milestone)?.askedAt ?? now;
  if (requestId === null || (await wasAsked(trx, { requestId, since, now }))) return milestone;
  return settleAcceptance(milestone, false, now);
}

interface Asking extends Judged {
  readonly requestId: string;
}

async function ask(deps: Deps, call: VerdictCall, { milestone, engagement, requestId }: Asking): Promise<void> {
  const { actor, now } = call;
  const { policyKey, fee, due } = milestone;
  const round = lastRound(milestone);
  const data = {
    milestone: milestone.title,
    due,
    deliveredOn: round?.deliveredOn ?? null,
    deliveryNote: round?.note ?? null,
    criteria: milestone.criteria.map(({ text }) => text),
    links: round?.links ?? [],
    comment: round?.comment ?? null,
    ...(fee && { amount: Number(fee.amount), currency: fee.currency }),
  };
  const title = `${engagement.number} ${engagement.title}: ${milestoneName(milestone)}`;
  const subject = { type: 'milestone', title, data };
  const excludedIds = round?.actorId ? [round.actorId] : [];
  try {
    const asked = { requestId, engagement, policyKey: policyKey ?? '', requesterId: actor.id, excludedIds };
    await askApproval(deps, { ...asked, subject, now });
  } catch (error) {
    await forgetAcceptance(deps, requestId, now);
    throw error;
  }
}

/** Nobody has been asked: as if the acceptance had never been proposed. */
const forgetAcceptance = ({ db }: Deps, requestId: string, now: number): Promise<void> =>
  inTransaction(db, async (trx) => {
    const milestone = await lockMilestoneOfRequest(trx, requestId);
    if (milestone) await saveMilestone(trx, settleAcceptance(milestone, false, now), now);
  });
