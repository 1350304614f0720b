import Holidays from 'date-holidays';
import { version } from 'date-holidays/package.json';
import { toDate, toDayNumber, weekdayOf } from '../../domain/calendar/civil';
import { type ShippedCalendar, workWeek, type Years } from './shipped-calendar';

export interface Country {
  readonly key: string;
  readonly title: string;
  /** Country and, where a country has no calendar of its own, the part of it. */
  readonly place: readonly [string, string?];
  readonly timeZone: string;
  /** A holiday that is fixed by notice: a year without it is not announced yet. */
  readonly announcedWith?: string;
  /** A holiday at a weekend is kept on the Friday before or the Monday after it. */
  readonly observed?: true;
}

export const COUNTRIES: readonly Country[] = [
  { key: 'de', title: 'Germany (nationwide)', place: ['DE'], timeZone: 'Europe/Berlin' },
  { key: 'fr', title: 'France', place: ['FR'], timeZone: 'Europe/Paris' },
  { key: 'gb', title: 'United Kingdom (England)', place: ['GB', 'ENG'], timeZone: 'Europe/London' },
  { key: 'hk', title: 'Hong Kong', place: ['HK'], timeZone: 'Asia/Hong_Kong' },
  { key: 'in', title: 'India (nationwide)', place: ['IN'], timeZone: 'Asia/Kolkata' },
  { key: 'jp', title: 'Japan', place: ['JP'], timeZone: 'Asia/Tokyo' },
  { key: 'sg', title: 'Singapore', place: ['SG'], timeZone: 'Asia/Singapore', announcedWith: 'Vesak Day' },
  { key: 'us', title: 'United States (federal)', place: ['US'], timeZone: 'America/New_York', observed: true },
];

/** Public holidays of a country; those of its parts are for own calendars. */
export function countryCalendar(country: Country, years: Years): ShippedCalendar {
  const days = publicHolidays(country, years);
  const announcedUntil = `${lastYear(country, days, years)}-12-31`;
  const dates = days.map(({ date }) => (country.observed ? observed(date) : date));
  const holidays = [...new Set(dates)].filter((date) => date <= announcedUntil).sort();
  const { key, title, timeZone } = country;
  const calendar = { timeZone, weekly: workWeek(['09:00', '17:00']), holidays, workdays: [] };
  return { key, title, source: `date-holidays ${version}`, announcedUntil, calendar };
}

interface Day {
  readonly date: string;
  readonly name: string;
}

function publicHolidays({ place: [country, state] }: Country, { from, until }: Years): readonly Day[] {
  const book = state === undefined ? new Holidays(country) : new Holidays(country, state);
  book.setLanguages('en');
  // New Year's Day after the last year may be observed in it.
  const years = Array.from({ length: until + 2 - from }, (_, index) => from + index);
  return years
    .flatMap((year) => book.getHolidays(year))
    .filter(({ type }) => type === 'public')
    .map(({ date, name }) => ({ date: date.slice(0, 10), name }));
}

function lastYear({ announcedWith }: Country, days: readonly Day[], { until }: Years): number {
  if (announcedWith === undefined) return until;
  const announced = days.filter(({ name }) => name === announcedWith).map(({ date }) => Number(date.slice(0, 4)));
  return Math.min(until, Math.max(...announced));
}

function observed(date: string): string {
  const day = toDayNumber(date);
  const shift: Readonly<Record<number, number>> = { 6: -1, 7: 1 };
  return toDate(day + (shift[weekdayOf(day)] ?? 0));
}
