import { periodDates } from '../../domain/calendar/periods';
import type { FedInputs } from '../../domain/kpi/fed-inputs';
import { punctualityOf } from '../../domain/milestone/punctuality';
import type { Db } from '../knex';
import { milestonesDue } from '../stores/milestones';

/** What the product itself knows of a period for the formulas of its KPIs. */
export async function fedInputs(db: Db, engagementId: string, period: string): Promise<FedInputs> {
  const { start: from, end: to } = periodDates(period);
  const { due, onTime } = punctualityOf(await milestonesDue(db, engagementId, { from, to }), { from, to });
  return { milestones_due: due, milestones_on_time: onTime };
}
