import { addBusinessDays } from '../calendar/calendar';
import type { WorkCalendar } from '../calendar/schema';
import { localDate } from '../calendar/zone';
import { dueOnDay } from './marks';

interface Span {
  /** Epoch milliseconds. */
  readonly from: number;
  /** Business days of the calendar. */
  readonly days: number;
}

/** The close of business some business days after an instant, in epoch milliseconds. */
export const dueAfter = (calendar: WorkCalendar, { from, days }: Span): number =>
  dueOnDay(calendar.timeZone, addBusinessDays(calendar, localDate(calendar.timeZone, from), days));
