import { alwaysClosed, HORIZON_DAYS, msOfDay, type OpenCalendar, openCalendar, shiftWorkingDays } from './calendar';
import { DAY_MS, toDate, toDayNumber } from './civil';
import { parseDuration } from './duration';
import type { BusinessTimeAnswer, WorkCalendar } from './schema';
import { clockFor, toInstant, toLocal } from './zone';

/**
 * The instant at which a duration of business time that starts at `start` is used up (epoch milliseconds).
 * Outside hours the count starts at the next opening. `PnD` is the same time of day n working days later, whatever the
 * hours of that day; hours, minutes and seconds run only while the calendar is open, in elapsed time across clock changes.
 */
export function addBusinessTime(calendar: WorkCalendar, start: number, duration: string): number {
  const { days, ms } = parseDuration(duration);
  const open = openCalendar(calendar);
  const moved = days === 0 ? start : addWorkingDays(open, addWorkingMs(open, start, 0), days);
  return days > 0 && ms === 0 ? moved : addWorkingMs(open, moved, ms);
}

/** The same for working time in milliseconds. */
export const addWorkingTime = (calendar: WorkCalendar, start: number, ms: number): number =>
  addWorkingMs(openCalendar(calendar), start, ms);

function addWorkingDays(open: OpenCalendar, start: number, days: number): number {
  const { date, msOfDay: time } = toLocal(open.timeZone, start);
  const target = shiftWorkingDays(open, toDayNumber(date), days);
  return toInstant(open.timeZone, { date: toDate(target), msOfDay: time });
}

/** Half an hour a day on average is enough to go on counting, for some lifetimes at most. */
const LEAST_MS_A_DAY = 1_800_000;
const LONGEST_DAYS = 60_000;

const horizonOf = (ms: number): number => Math.min(HORIZON_DAYS + Math.ceil(ms / LEAST_MS_A_DAY), LONGEST_DAYS);

function addWorkingMs(open: OpenCalendar, start: number, ms: number): number {
  let left = ms;
  for (const [opens, closes] of openingsFrom(open, start, horizonOf(ms))) {
    const from = Math.max(opens, start);
    if (from >= closes) continue;
    if (left <= closes - from) return from + left;
    left -= closes - from;
  }
  throw alwaysClosed();
}

/** Working time between two instants in milliseconds; negative when `to` is earlier than `from`. */
export function businessTimeBetween(calendar: WorkCalendar, from: number, to: number): number {
  if (to < from) return -businessTimeBetween(calendar, to, from);
  let total = 0;
  const days = Math.ceil((to - from) / DAY_MS) + 2;
  for (const [opens, closes] of openingsFrom(openCalendar(calendar), from, days)) {
    if (opens >= to) return total;
    total += Math.max(0, Math.min(closes, to) - Math.max(opens, from));
  }
  return total;
}

/** [opens, closes) in epoch milliseconds. */
type Opening = readonly [number, number];
const WEEK = 7;

/** Opening intervals in instants, in order, of so many days from the local day of `start` on. */
function* openingsFrom({ timeZone, windowsOn }: OpenCalendar, start: number, days: number): Generator<Opening> {
  const first = toDayNumber(toLocal(timeZone, start).date);
  let clock = clockFor(timeZone, first, WEEK);
  for (let day = first; day < first + days; day += 1) {
    if ((day - first) % WEEK === 0) clock = clockFor(timeZone, day, WEEK);
    for (const [opens, closes] of windowsOn(day)) yield [clock(day, opens), clock(day, closes)];
  }
}

/** The calculator's form: a local start in the calendar's zone, the due moment as local time and as an instant. */
export function businessTimeDue(calendar: WorkCalendar, start: string, duration: string): BusinessTimeAnswer {
  const { timeZone } = calendar;
  const from = toInstant(timeZone, { date: start.slice(0, 10), msOfDay: msOfDay(start.slice(11)) });
  const due = addBusinessTime(calendar, from, duration);
  return { due: localText(timeZone, due), dueAt: instantText(due) };
}

/** `2027-03-05T17:00`, with seconds only where there are any. */
function localText(zone: string, instant: number): string {
  const { date, msOfDay: time } = toLocal(zone, instant);
  const clock = instantText(time).slice(11, 23);
  return `${date}T${clock.endsWith(':00.000') ? clock.slice(0, 5) : clock.endsWith('.000') ? clock.slice(0, 8) : clock}`;
}

/** RFC 3339 in UTC with milliseconds. */
export function instantText(instant: number): string {
  const day = Math.floor(instant / DAY_MS);
  const ms = instant - day * DAY_MS;
  const part = (unit: number, base: number, width: number): string =>
    String(Math.floor(ms / unit) % base).padStart(width, '0');
  return `${toDate(day)}T${part(3_600_000, 24, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}Z`;
}
