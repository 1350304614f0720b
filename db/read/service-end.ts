import { localDate } from '../../domain/calendar/zone';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { termOf } from './term';

/** The first day without service: that of the exit, or of a contract that nobody renews; null while it may go on. */
export async function serviceEndOf(db: Db, engagement: EngagementRow, at: number): Promise<string | null> {
  if (engagement.exit_effective_date !== null) return engagement.exit_effective_date;
  const term = await termOf(db, engagement.id, localDate(engagement.time_zone, at));
  return term && (term.decision === 'exit' || term.decision === 'expired') ? term.currentEnd : null;
}
