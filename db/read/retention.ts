import { addMonthsClamped } from '../../domain/calendar/civil';
import type { Db } from '../knex';
import { findEngagement } from '../stores/engagements';
import { exitRules } from './exit-rules';

/** Until when the record of an engagement must be kept: some months after its service has ended; null while that is unknown. */
export async function retainUntil(db: Db, engagementId: string): Promise<string | null> {
  const end = (await findEngagement(db, engagementId))?.exit_effective_date;
  return end ? addMonthsClamped(end, (await exitRules(db)).retentionMonths) : null;
}
