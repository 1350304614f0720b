import { dueOnDay } from '../action-item/marks';
import { addBusinessDays } from '../calendar/calendar';
import {
  firstServicePeriod,
  type Frequency,
  type Period,
  periodAt,
  periodDates,
  previousPeriod,
} from '../calendar/periods';
import type { WorkCalendar } from '../calendar/schema';
import { RHYTHM } from '../engagement/agenda';

/** Close of business of the day on which the values of a period are due; epoch milliseconds. */
export const valuesDueAt = (period: Period, calendar: WorkCalendar): number =>
  dueOnDay(calendar.timeZone, addBusinessDays(calendar, periodDates(period).end, RHYTHM.valuesDue));

interface Service {
  readonly calendar: WorkCalendar;
  readonly liveOn: string | null;
  /** First day without service, as far as it is known. */
  readonly serviceEnd: string | null;
  /** Periods that have been closed. */
  readonly judged: readonly Period[];
  readonly now: number;
}

/**
 * When a KPI is owed next: for the period that is over while it is neither reported nor judged, else for the one that
 * runs; null where there is no service in it.
 */
export function owedNextAt(
  frequency: Frequency,
  reported: Period | null,
  { calendar, liveOn, serviceEnd, judged, now }: Service,
): number | null {
  if (liveOn === null) return null;
  const running = periodAt(now, calendar.timeZone, frequency);
  const over = previousPeriod(running);
  const isSaid = (reported !== null && reported >= over) || judged.includes(over);
  const isOwed = !isSaid && over >= firstServicePeriod(liveOn, frequency).period;
  const period = isOwed ? over : running;
  return serviceEnd !== null && periodDates(period).start >= serviceEnd ? null : valuesDueAt(period, calendar);
}
