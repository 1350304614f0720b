import { PLAIN_TIME } from '../../domain/calendar/plain-time';
import { china } from './china';
import { COUNTRIES, countryCalendar } from './countries';
import type { ShippedCalendar } from './shipped-calendar';

const YEARS_BACK = 1;
const YEARS_AHEAD = 5;

const PLAIN: ShippedCalendar = {
  key: '24x7',
  title: 'Plain time',
  source: null,
  announcedUntil: null,
  calendar: PLAIN_TIME,
};

/** The calendars that ship, with the holidays of the years around the given one. */
export function shippedCalendars(year: number): readonly ShippedCalendar[] {
  const years = { from: year - YEARS_BACK, until: year + YEARS_AHEAD };
  return [PLAIN, china(years), ...COUNTRIES.map((country) => countryCalendar(country, years))];
}
