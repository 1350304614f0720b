import { addBusinessDays } from '../../domain/calendar/calendar';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import type { AlarmView } from '../../domain/risk/record-schema';
import type { Db } from '../knex';
import { workCalendarOf } from './work-calendar';

/** Business days within which an alarm must be acknowledged. */
const ACKNOWLEDGE_WITHIN = { red: 1, amber: 3 } as const;

/** Until when an alarm that opens now is to be acknowledged: the end of its last business day. */
export async function acknowledgeUntil(
  db: Db,
  timeZone: string,
  { severity, now }: { severity: AlarmView['severity']; now: number },
): Promise<number> {
  const calendar = await workCalendarOf(db, timeZone);
  const today = localDate(calendar.timeZone, now);
  return startOfDate(calendar.timeZone, addBusinessDays(calendar, today, ACKNOWLEDGE_WITHIN[severity] + 1));
}
