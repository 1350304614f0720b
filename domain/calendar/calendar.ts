import { fieldError } from '../errors';
import { toDate, toDayNumber, weekdayOf } from './civil';
import type { WorkCalendar } from './schema';

/** Opening hours of one day: [opens, closes) in milliseconds since local midnight, in order. */
export type Windows = readonly (readonly [number, number])[];

/** How far the search for the next working time goes before a calendar counts as always closed. */
export const HORIZON_DAYS = 5 * 366;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A calendar made ready for questions: hours per weekday, exceptions as day numbers. */
export interface OpenCalendar {
  readonly timeZone: string;
  readonly windowsOn: (dayNumber: number) => Windows;
}

export function openCalendar({ timeZone, weekly, holidays, workdays }: WorkCalendar): OpenCalendar {
  const hours = WEEKDAYS.map((weekday) => (weekly[weekday] ?? []).map(toWindow).sort(([a], [b]) => a - b));
  const closed = new Set(holidays.map(toDayNumber));
  const madeUp = new Set(workdays.map(toDayNumber));
  const usual = (dayNumber: number): Windows => hours[weekdayOf(dayNumber) - 1] ?? [];
  return {
    timeZone,
    windowsOn: (dayNumber) => {
      if (madeUp.has(dayNumber)) return usual(dayNumber).length > 0 ? usual(dayNumber) : (hours[0] ?? []);
      return closed.has(dayNumber) ? [] : usual(dayNumber);
    },
  };
}

const toWindow = ([opens, closes]: readonly [string, string]): readonly [number, number] => [
  msOfDay(opens),
  msOfDay(closes),
];

/** Milliseconds since midnight of `HH:MM` or `HH:MM:SS`; `24:00` is the midnight that ends the day. */
export function msOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The n-th day with opening hours after (n > 0) or before (n < 0) a day; n = 0 is the day itself or the first one after it. */
export function shiftWorkingDays({ windowsOn }: OpenCalendar, from: number, n: number): number {
  const step = n < 0 ? -1 : 1;
  let day = n === 0 ? from - 1 : from;
  let closedInARow = 0;
  for (let missing = Math.max(1, Math.abs(n)); missing > 0;) {
    day += step;
    closedInARow = windowsOn(day).length > 0 ? 0 : closedInARow + 1;
    if (closedInARow === 0) missing -= 1;
    if (closedInARow > HORIZON_DAYS) throw alwaysClosed();
  }
  return day;
}

export const alwaysClosed = () => fieldError('calendar', 'has too little working time');

export const isWorkingDay = (calendar: WorkCalendar, date: string): boolean =>
  openCalendar(calendar).windowsOn(toDayNumber(date)).length > 0;

/** The n-th working day after a date (before it when n is negative); n = 0 is `nextWorkingDay`. */
export const addBusinessDays = (calendar: WorkCalendar, date: string, n: number): string =>
  toDate(shiftWorkingDays(openCalendar(calendar), toDayNumber(date), n));

/** The date itself when it is a working day, else the first one after it. */
export const nextWorkingDay = (calendar: WorkCalendar, date: string): string => addBusinessDays(calendar, date, 0);
