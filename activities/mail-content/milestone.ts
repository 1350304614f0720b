import { milestoneClock } from '../../db/read/milestone-rules';
import { findMilestone } from '../../db/stores/milestones';
import { deliverBy, MILESTONE_NEWS } from '../../domain/milestone/agenda';
import { lastRound } from '../../domain/milestone/milestone';
import { awaitsDelivery } from '../../domain/milestone/words';
import type { MailData } from '../../templates/mail-data';
import type { Material } from './index';
import { missingOf } from '../../domain/milestone/verdict';

/** What the vendor is told of a milestone as it stands when the mail is sent; what was delivered meanwhile is recalled no more. */
export async function milestoneData({
  db,
  engagement,
  order,
  frame,
}: Material): Promise<MailData['vendor-milestone'] | null> {
  const milestone = await findMilestone(db, order.facts['milestone'] ?? '');
  const word = MILESTONE_NEWS.find((one) => one === order.facts['word']);
  if (!milestone || !word) return null;
  const isNews = word === 'accepted' || word === 'cancelled';
  if (isNews ? milestone.state !== word : !awaitsDelivery(milestone.state)) return null;
  const { number, title, due, fee, state } = milestone;
  return {
    ...frame,
    word,
    milestone: {
      ...{ number, title, due, state },
      deliverBy: deliverBy(milestone, await milestoneClock(db, engagement)),
      payable: state === 'accepted' ? fee : null,
      missing: word === 'rejected' ? missingOf(milestone.criteria, lastRound(milestone)?.marks ?? []) : [],
      reason: milestone.cancelled?.reason ?? null,
    },
  };
}
