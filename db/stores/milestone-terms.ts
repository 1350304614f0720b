import type { ChangeView } from '../../domain/contract/amendment-schema';
import { milestoneSubject, moveMilestone, termsObjection } from '../../domain/milestone/milestone';
import type { Trx } from '../transaction';
import { appendAudit, engagementStream } from './audit';
import { lockMilestone, saveMilestone } from './milestones';
import { settleAlarm } from './settle-alarms';

/**
 * A change of the contract is in force: the milestones that it names get their new day and fee. One that was accepted or
 * given up meanwhile stays as it is.
 */
export async function moveMilestones(
  trx: Trx,
  engagementId: string,
  { change, now }: { readonly change: Pick<ChangeView, 'id' | 'milestones'>; readonly now: number },
): Promise<void> {
  for (const { milestoneId, ...terms } of change.milestones ?? []) {
    const before = await lockMilestone(trx, milestoneId);
    if (before?.engagementId !== engagementId || termsObjection(before)) continue;
    const after = moveMilestone(before, terms);
    await saveMilestone(trx, after, now);
    if (terms.due !== undefined)
      await settleAlarm(trx, { engagementId, rule: 'MILESTONE_OVERDUE', subject: milestoneSubject(after) }, now);
    const { number, due, fee } = after;
    await appendAudit(trx, engagementStream(engagementId), [
      {
        key: `milestone.moved:${milestoneId}:${change.id}`,
        at: now,
        type: 'milestone.moved',
        channel: 'system',
        payload: {
          ...{ milestoneId, number, changeId: change.id },
          before: { due: before.due, fee: before.fee },
          after: { due, fee },
        },
      },
    ]);
  }
}
