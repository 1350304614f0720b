import { china } from '../db/calendars/china';
import { COUNTRIES, countryCalendar } from '../db/calendars/countries';
import type { WorkCalendar } from '../domain/calendar/schema';

/** A country's calendar as it ships in 2026. */
export function shipped(key: string): WorkCalendar {
  const years = { from: 2025, until: 2031 };
  const country = COUNTRIES.find((one) => one.key === key);
  return (country ? countryCalendar(country, years) : china(years)).calendar;
}

const OFFICE: [string, string][] = [['08:00', '17:00']];

/** Monday to Friday from 8 to 5, as in the table of business time. */
export const office = (part: Partial<WorkCalendar> = {}): WorkCalendar => ({
  timeZone: 'Asia/Shanghai',
  weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: [],
  workdays: [],
  ...part,
});

/** The table S01–S06: name, exceptions of the office calendar, start, duration, due (the week of Monday, 1 March 2027). */
export const BUSINESS_TIME: [string, Partial<WorkCalendar>, string, string, string][] = [
  ['S01 two hours on Friday afternoon end on Monday', {}, '2027-03-05T16:00', 'PT2H', '2027-03-08T09:00'],
  ['S02 two hours from Saturday start on Monday', {}, '2027-03-06T10:00', 'PT2H', '2027-03-08T10:00'],
  ['S03 one day keeps the time of day', {}, '2027-03-03T15:30', 'P1D', '2027-03-04T15:30'],
  ['S04 after hours the day starts at the next opening', {}, '2027-03-03T19:00', 'P1D', '2027-03-05T08:00'],
  ['S05 a holiday is skipped', { holidays: ['2027-03-04'] }, '2027-03-03T15:30', 'P1D', '2027-03-05T15:30'],
  ['S06 a make-up Saturday counts', { workdays: ['2027-03-06'] }, '2027-03-05T15:30', 'P1D', '2027-03-06T15:30'],
];
