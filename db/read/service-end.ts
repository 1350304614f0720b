import { firstDayWithout } from '../../domain/contract/dates';
import { localDate } from '../../domain/calendar/zone';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { termOf } from './term';

/** The first day without service, as far as it is known at an instant. */
export async function serviceEndOf(db: Db, engagement: EngagementRow, at: number): Promise<string | null> {
  if (engagement.exit_effective_date !== null) return engagement.exit_effective_date;
  return firstDayWithout(null, await termOf(db, engagement.id, localDate(engagement.time_zone, at)));
}
