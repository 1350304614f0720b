import { addMonthsClamped } from '../../domain/calendar/civil';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { exitRules } from './exit-rules';

/** Until when the record of an engagement must be kept: some months after its service has ended; null while that is unknown. */
export async function retainUntil(
  db: Db,
  { exit_effective_date: end }: Pick<EngagementRow, 'exit_effective_date'>,
): Promise<string | null> {
  return end ? addMonthsClamped(end, (await exitRules(db)).retentionMonths) : null;
}
