import { dueAfter } from '../../domain/action-item/due';
import { lastRound, type Milestone, milestoneName } from '../../domain/milestone/milestone';
import { milestoneClock } from '../read/milestone-rules';
import type { Trx } from '../transaction';
import { openActionItem } from './action-items';
import type { EngagementRow } from './engagements';

/** Identity of the work to judge a delivery. */
export const acceptanceKey = ({ id, rounds }: Pick<Milestone, 'id' | 'rounds'>): string =>
  `milestone-acceptance:${id}:${rounds.length}`;

/** Whoever answers for the service and has not delivered it is asked to judge a delivery; the owner hears of it when it is late. */
export async function askForAcceptance(
  trx: Trx,
  engagement: EngagementRow,
  { milestone, now }: { readonly milestone: Milestone; readonly now: number },
): Promise<void> {
  const { roles, owner_id: ownerId, sponsor_id: sponsorId } = engagement;
  const deliveredBy = lastRound(milestone)?.actorId ?? null;
  const judges = [roles.serviceManager, ownerId, sponsorId].filter((id) => typeof id === 'string');
  const assigneeId = judges.find((id) => id !== deliveredBy) ?? ownerId;
  const { calendar, rules } = await milestoneClock(trx, engagement);
  await openActionItem(trx, {
    key: acceptanceKey(milestone),
    engagementId: engagement.id,
    kind: 'milestone-acceptance',
    title: milestoneName(milestone),
    assigneeId,
    escalateIds: assigneeId === ownerId && sponsorId !== null ? [sponsorId] : [ownerId],
    opensAt: now,
    dueAt: dueAfter(calendar, { from: now, days: rules.acceptDays }),
    remindDays: [1],
    now,
  });
}
