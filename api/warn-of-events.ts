import { localDate } from '../domain/calendar/zone';
import { eventAlarms } from '../domain/risk/warnings';
import { eventRiskOf } from '../db/read/event-risk';
import type { EngagementRow } from '../db/stores/engagements';
import { raiseAlarms } from '../db/stores/raise-alarms';
import type { Trx } from '../db/transaction';

/** What is known of an engagement has changed: its event score is made anew, and what it gives rise to is raised. */
export async function warnOfEvents(trx: Trx, engagement: EngagementRow, now: number): Promise<void> {
  const risk = await eventRiskOf(trx, engagement, localDate(engagement.time_zone, now));
  await raiseAlarms({ trx, engagement, now }, eventAlarms(risk));
}
