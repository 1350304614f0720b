import { appendAudit, engagementStream } from '../../db/stores/audit';
import { lockMilestone, saveMilestone } from '../../db/stores/milestones';
import { lockPartial, settlePartial } from '../../db/stores/partial-terminations';
import { settleAlarm } from '../../db/stores/settle-alarms';
import type { PartialTermination } from '../../domain/exit/partial-schema';
import { cancelMilestone, cancelObjection, milestoneSubject } from '../../domain/milestone/milestone';
import type { AgendaStep, PerformItem } from './index';

/** From today on a part of the service has ended: what was not delivered of its milestones is given up. */
export const endPart: PerformItem = async (step) => {
  const { trx, item, now } = step;
  const partial = await lockPartial(trx, item.facts['partial'] ?? '');
  if (partial?.status !== 'approved') return { replan: true };
  const given: number[] = [];
  for (const id of partial.milestoneIds) given.push(...(await giveUp(step, id, partial)));
  await settlePartial(trx, partial.id, { status: 'in-force', now });
  await appendAudit(trx, engagementStream(step.engagement.id), [
    {
      key: `exit.part-ended:${partial.id}`,
      at: now,
      type: 'exit.part-ended',
      channel: 'workflow',
      payload: { number: partial.number, scope: partial.scope, kpis: partial.kpis, milestones: given },
    },
  ]);
  return { replan: true };
};

/** The number of a milestone that was given up; what waits for a verdict is still judged. */
async function giveUp(
  { trx, engagement, now }: AgendaStep,
  id: string,
  { requestedById: by, comment: reason }: PartialTermination,
): Promise<readonly number[]> {
  const before = await lockMilestone(trx, id);
  if (before?.engagementId !== engagement.id || cancelObjection(before)) return [];
  await saveMilestone(trx, cancelMilestone(before, { by, reason, now, isKnown: true }), now);
  const late = { engagementId: engagement.id, rule: 'MILESTONE_OVERDUE', subject: milestoneSubject(before) };
  await settleAlarm(trx, late, now);
  return [before.number];
}
