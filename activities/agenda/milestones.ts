import { milestoneClock } from '../../db/read/milestone-rules';
import { lockMilestone, saveMilestone } from '../../db/stores/milestones';
import { deliverBy, dueOfMilestone, type MilestoneNews } from '../../domain/milestone/agenda';
import { type Milestone, milestoneSubject } from '../../domain/milestone/milestone';
import type { MailOrder } from '../../domain/mail/order';
import { soundAlarms } from '../alarms';
import type { AgendaStep, PerformItem } from './index';
import { letters } from './people';

/** A milestone has something to say to the vendor: that its day comes, that it is late, how its delivery was judged. */
export const speakOfMilestone: PerformItem = async (step) => {
  const { trx, engagement, item, now } = step;
  const milestone = await lockMilestone(trx, item.facts['milestone'] ?? '');
  if (!milestone) return { replan: true };
  const clock = await milestoneClock(trx, engagement);
  const { say, said } = dueOfMilestone(milestone, clock, now);
  if (say.length === 0) return { replan: true };
  await saveMilestone(trx, { ...milestone, said }, now);
  const mails = say.flatMap(({ word, key }) => lettersOf(step, milestone, { word, key }));
  const alarms = await soundAlarms(
    { trx, engagement, now },
    say.flatMap(({ word }) => lateness(milestone, word, deliverBy(milestone, clock))),
  );
  return { mails: [...mails, ...alarms], replan: true };
};

function lettersOf(
  { engagement, now }: AgendaStep,
  { id }: Milestone,
  { word, key }: { readonly word: MilestoneNews; readonly key: string },
): readonly MailOrder[] {
  const vendor = engagement.vendor_id === null ? [] : [engagement.vendor_id];
  const facts = { milestone: id, word };
  return letters(engagement, vendor, { kind: 'vendor-milestone', subject: `${id}:${key}`, facts, now });
}

/** The day after the due day it is amber, so many business days later red: the same alarm, graver. */
function lateness(milestone: Milestone, word: MilestoneNews, day: string | null) {
  const severity = word === 'late' ? 'amber' : word === 'very-late' ? 'red' : null;
  if (severity === null) return [];
  const { id: milestoneId, title, due } = milestone;
  const evidence = { milestoneId, milestone: title, due, deliverBy: day };
  return [{ rule: 'MILESTONE_OVERDUE', severity, subject: milestoneSubject(milestone), evidence } as const];
}
