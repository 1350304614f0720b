/**
 * Dates without a time zone as integers: days since 1970-01-01 in the proleptic Gregorian calendar.
 * The conversions are the `days_from_civil` / `civil_from_days` algorithms (eras of 400 years beginning on 1 March).
 */
export interface CivilDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

export const DAY_MS = 86_400_000;
const DAYS_PER_ERA = 146_097;
const EPOCH_SHIFT = 719_468;

export function parseDate(date: string): CivilDate {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

export const formatDate = ({ year, month, day }: CivilDate): string =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export function dayNumberOf({ year, month, day }: CivilDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
}

export function civilOf(dayNumber: number): CivilDate {
  const shifted = dayNumber + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const doe = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const dayOfYear = doe - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

export const toDayNumber = (date: string): number => dayNumberOf(parseDate(date));
export const toDate = (dayNumber: number): string => formatDate(civilOf(dayNumber));

export const addDays = (date: string, days: number): string => toDate(toDayNumber(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => toDayNumber(to) - toDayNumber(from);

/** ISO weekday of a day number: 1 = Monday … 7 = Sunday. */
export const weekdayOf = (dayNumber: number): number => ((((dayNumber + 3) % 7) + 7) % 7) + 1;

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Calendar-month arithmetic from an anchor: a day that the month does not have becomes its last day.
 * Repeat it from the original anchor (`n`, `2n`, `3n` months) and month ends never drift: 31 Jan → 28 Feb → 31 Mar.
 */
export function addMonthsClamped(date: string, months: number): string {
  const { year, month, day } = parseDate(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
  return formatDate({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** The first date of the series `anchor, anchor + step, anchor + 2·step …` (months) that is later than `after`. */
export function nextAnniversary(anchor: string, stepMonths: number, after: string): string {
  const { year, month } = parseDate(anchor);
  const later = parseDate(after);
  const months = (later.year - year) * 12 + later.month - month;
  let step = Math.max(0, Math.floor(months / stepMonths));
  while (addMonthsClamped(anchor, step * stepMonths) <= after) step += 1;
  return addMonthsClamped(anchor, step * stepMonths);
}
