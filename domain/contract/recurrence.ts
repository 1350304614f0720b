import { addBusinessDays, isWorkingDay, nextWorkingDay } from '../calendar/calendar';
import { addDays, addMonthsClamped, daysBetween, parseDate } from '../calendar/civil';
import type { WorkCalendar } from '../calendar/schema';
import type { Schedule } from './obligation-schema';
import type { Every } from './recurrence-words';

type Step = { readonly days: number } | { readonly months: number } | null;

const STEPS: Readonly<Record<Every, Step>> = {
  once: null,
  daily: { days: 1 },
  weekly: { days: 7 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  'half-yearly': { months: 6 },
  yearly: { months: 12 },
  'three-yearly': { months: 36 },
};

/** Due dates may be moved over a long holiday, so the search begins this many steps early. */
const SLACK_DAYS = 40;

/**
 * The first due dates after a day, ascending, each once. Every one counts from the first due date itself, so the 31st
 * comes back after a short month (RFC 5545 would leave the month out). Days off by the calendar move where the schedule says so.
 */
export function dueDatesAfter(schedule: Schedule, after: string, { calendar, count }: Asked): readonly string[] {
  const dates: string[] = [];
  for (let n = firstStep(schedule, after); dates.length < count; n += 1) {
    const nominal = nominalDate(schedule, n);
    if (nominal === null || (schedule.until !== undefined && nominal > schedule.until)) break;
    const due = moved(nominal, schedule, calendar);
    if (due > (dates.at(-1) ?? after)) dates.push(due);
  }
  return dates;
}

interface Asked {
  readonly calendar: WorkCalendar;
  readonly count: number;
}

/** Null where there is no n-th date. */
function nominalDate({ every, from }: Schedule, n: number): string | null {
  const step = STEPS[every];
  if (step === null) return n === 0 ? from : null;
  return 'days' in step ? addDays(from, n * step.days) : addMonthsClamped(from, n * step.months);
}

/** A step that is surely not late: nothing before it can fall after the day. */
function firstStep({ every, from }: Schedule, after: string): number {
  const step = STEPS[every];
  const days = daysBetween(from, after) - SLACK_DAYS;
  if (step === null || days <= 0) return 0;
  if ('days' in step) return Math.floor(days / step.days);
  const [start, end] = [parseDate(from), parseDate(addDays(from, days))];
  return Math.max(0, Math.floor(((end.year - start.year) * 12 + end.month - start.month) / step.months) - 1);
}

function moved(date: string, { onDayOff = 'keep' }: Schedule, calendar: WorkCalendar): string {
  if (onDayOff === 'keep') return date;
  if (onDayOff === 'next') return nextWorkingDay(calendar, date);
  return isWorkingDay(calendar, date) ? date : addBusinessDays(calendar, date, -1);
}
