import { endItem } from '../../db/stores/action-items';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { acceptanceKey } from '../../db/stores/milestone-task';
import { lockMilestoneOfRequest, saveMilestone } from '../../db/stores/milestones';
import { settleAcceptance } from '../../domain/milestone/verdict';
import type { ApplySide } from './index';

/** The acceptance of a milestone was decided: approved, its fee is payable; refused, the delivery waits for us as before. */
export const settleMilestone: ApplySide = async ({ trx, engagement, decision }) => {
  const { requestId, outcome, now } = decision;
  if (outcome === 'returned') return {};
  const before = await lockMilestoneOfRequest(trx, requestId);
  if (!before) return {};
  const approved = outcome === 'approved';
  const milestone = settleAcceptance(before, approved, now);
  await saveMilestone(trx, milestone, now);
  if (approved) await endItem(trx, acceptanceKey(milestone), now);
  const type = approved ? 'milestone.accepted' : 'milestone.acceptance-refused';
  const { id: milestoneId, number, title, state, fee } = milestone;
  await appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `${type}:${requestId}`,
      at: now,
      type,
      channel: 'workflow',
      payload: { milestoneId, number, title, state, fee, requestId },
    },
  ]);
  return { replan: true };
};
