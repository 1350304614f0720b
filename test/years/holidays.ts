import { isHoliday as isFreeInChina, isWorkday as isWorkedInChina } from 'chinese-days';
import Holidays from 'date-holidays';
import type { DateTime } from 'luxon';

/** Whether people work on a day; the day stands at its local midnight. */
export type IsWorked = (day: DateTime) => boolean;

const isWeekday = ({ weekday }: DateTime): boolean => weekday <= 5;

/** Monday to Friday: where no country's calendar ships. */
export const plainWeek: IsWorked = isWeekday;

/** The State Council's days, asked of the library and not of its table. */
export const inChina: IsWorked = (day) => {
  const date = day.toFormat('yyyy-MM-dd');
  return isWorkedInChina(date) && !isFreeInChina(date);
};

const YEARS = Array.from({ length: 18 }, (_none, index) => 2018 + index);

function publicDays(country: string): ReadonlySet<string> {
  const book = new Holidays(country);
  const days = YEARS.flatMap((year) => book.getHolidays(year)).filter(({ type }) => type === 'public');
  return new Set(days.map(({ date }) => date.slice(0, 10)));
}

const german = publicDays('DE');
const american = publicDays('US');
const isIn = (days: ReadonlySet<string>, day: DateTime): boolean => days.has(day.toFormat('yyyy-MM-dd'));

export const inGermany: IsWorked = (day) => isWeekday(day) && !isIn(german, day);

/** A Friday before a holiday on Saturday is free, and a Monday after one on Sunday. */
export const inAmerica: IsWorked = (day) =>
  isWeekday(day) &&
  !isIn(american, day) &&
  !(day.weekday === 5 && isIn(american, day.plus({ days: 1 }))) &&
  !(day.weekday === 1 && isIn(american, day.minus({ days: 1 })));

/** Days that an organisation keeps itself: these are free, those are worked although they are at a weekend. */
export const keptByHand =
  (free: readonly string[], madeUp: readonly string[]): IsWorked =>
  (day) => {
    const date = day.toFormat('yyyy-MM-dd');
    return madeUp.includes(date) || (isWeekday(day) && !free.includes(date));
  };
