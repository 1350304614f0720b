import { calendarKeyFor, workCalendarFor } from '../../domain/calendar/choice';
import type { WorkCalendar } from '../../domain/calendar/schema';
import type { Db } from '../knex';
import { findCalendar } from '../stores/calendars';

/** By which days people in a time zone work, as the calendars stand now. */
export async function workCalendarOf(db: Db, timeZone: string): Promise<WorkCalendar> {
  const key = calendarKeyFor(timeZone);
  const country = key === null ? null : await findCalendar(db, key);
  return workCalendarFor(timeZone, country?.calendar ?? null);
}
