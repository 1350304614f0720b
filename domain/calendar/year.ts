import { openCalendar } from './calendar';
import { daysInMonth, toDate, toDayNumber, dayNumberOf, weekdayOf } from './civil';
import type { WorkCalendar } from './schema';

/** A usual working day, a usual day off, a day off that would be worked, and a day worked that would be off. */
export type DayKind = 'work' | 'rest' | 'holiday' | 'make-up';

export interface CalendarDay {
  readonly date: string;
  /** 1–31. */
  readonly day: number;
  readonly kind: DayKind;
}

export interface CalendarMonth {
  /** 1–12. */
  readonly month: number;
  /** Weeks from Monday to Sunday; null before the first day and after the last one. */
  readonly weeks: readonly (readonly (CalendarDay | null)[])[];
}

/** The months of a year with what each day is. */
export function yearOf(calendar: WorkCalendar, year: number): readonly CalendarMonth[] {
  const kindOf = kindsIn(calendar);
  return Array.from({ length: 12 }, (_none, index) => {
    const first = dayNumberOf({ year, month: index + 1, day: 1 });
    const before = weekdayOf(first) - 1;
    const count = daysInMonth(year, index + 1);
    const weeks = Array.from({ length: Math.ceil((before + count) / 7) }, (_week, week) =>
      Array.from({ length: 7 }, (_day, column): CalendarDay | null => {
        const day = week * 7 + column - before + 1;
        const number = first + day - 1;
        return day < 1 || day > count ? null : { date: toDate(number), day, kind: kindOf(number) };
      }),
    );
    return { month: index + 1, weeks };
  });
}

/** The next exceptions from the plain week, from a day on. */
export function upcomingDays(calendar: WorkCalendar, from: string, most: number): readonly CalendarDay[] {
  const kindOf = kindsIn(calendar);
  return [...calendar.holidays, ...calendar.workdays]
    .filter((date) => date >= from)
    .sort()
    .slice(0, most)
    .map((date) => ({ date, day: Number(date.slice(8)), kind: kindOf(toDayNumber(date)) }));
}

function kindsIn(calendar: WorkCalendar): (dayNumber: number) => DayKind {
  const open = openCalendar(calendar);
  const plain = openCalendar({ ...calendar, holidays: [], workdays: [] });
  const closed = new Set(calendar.holidays.map(toDayNumber));
  const madeUp = new Set(calendar.workdays.map(toDayNumber));
  return (dayNumber) => {
    const isUsual = plain.windowsOn(dayNumber).length > 0;
    if (madeUp.has(dayNumber) && !isUsual) return 'make-up';
    // A holiday on a day that is off anyway is one all the same: people look for its name in the year.
    if (closed.has(dayNumber)) return 'holiday';
    return open.windowsOn(dayNumber).length > 0 ? 'work' : 'rest';
  };
}
