import { engagementCarbon } from '../carbon';
import { feedbackByPeriod } from '../feedback';
import { managementCosts } from '../management-cost';
import { addDays } from '../../../domain/calendar/civil';
import { periodDates } from '../../../domain/calendar/periods';
import type { PeriodFeedback } from '../../../domain/feedback/schema';
import type { PackCarbon, PackCost, PackHead } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

/** The months of what is talked about. */
const monthsIn = ({ from, to }: PackHead) => ({ from: from.slice(0, 7), to: addDays(to, -1).slice(0, 7) });

/** What managing the vendor cost; left out where nobody has worked and nothing was paid. */
export async function costPart({ trx, engagement, head }: Reading): Promise<PackCost | undefined> {
  const months = await managementCosts(trx, engagement, monthsIn(head));
  if (!months.some(({ hours, vendorSpend }) => hours > 0 || Number(vendorSpend.amount) > 0)) return undefined;
  return months.map(({ month, closed, cost, vendorSpend, hours, ratioBp, planBp }) => ({
    ...{ month, closed, cost, vendorSpend, hours, ratioBp, planBp },
  }));
}

/** What the service emitted; left out where no month has a figure. */
export async function carbonPart({ trx, engagement, head }: Reading): Promise<PackCarbon | undefined> {
  const months = await engagementCarbon(trx, engagement, monthsIn(head));
  if (!months.some(({ tonnes }) => tonnes !== null)) return undefined;
  return months.map(({ month, spend, tonnes, method }) => ({ month, spend, tonnes, method }));
}

/** What those who use the service said in what is talked about, oldest period first. */
export async function surveysPart({ trx, engagement, head }: Reading): Promise<PeriodFeedback[] | undefined> {
  const found = (await feedbackByPeriod(trx, engagement.id)).filter(({ period }) => {
    const { start, end } = periodDates(period);
    return start < head.to && end > head.from;
  });
  return found.length === 0 ? undefined : found.toReversed();
}
