import { shippedCalendars } from '../../../db/calendars';
import { china } from '../../../db/calendars/china';
import { COUNTRIES, countryCalendar } from '../../../db/calendars/countries';
import { isWorkingDay } from '../../../domain/calendar/calendar';
import { WorkCalendar } from '../../../domain/calendar/schema';

const all = shippedCalendars(2026);
const calendarOf = (key: string) => all.find((one) => one.key === key)!.calendar;

test('plain time and nine countries ship, each in the shape of a calendar', () => {
  expect(all.map(({ key }) => key)).toEqual(['24x7', 'cn', 'de', 'fr', 'gb', 'hk', 'in', 'jp', 'sg', 'us']);
  for (const { calendar } of all) expect(WorkCalendar.parse(calendar)).toEqual(calendar);
});

test.each([
  ['cn', '2026-02-14', true],
  ['cn', '2026-02-16', false],
  ['cn', '2026-02-28', true],
  ['cn', '2026-10-10', true],
  ['cn', '2026-10-07', false],
  ['cn', '2025-01-26', true],
  ['de', '2026-05-14', false],
  ['de', '2026-10-03', false],
  ['fr', '2026-07-14', false],
  ['gb', '2026-12-28', false],
  ['gb', '2026-08-31', false],
  ['hk', '2026-04-07', false],
  ['hk', '2027-10-08', false],
  ['in', '2026-01-26', false],
  ['jp', '2026-09-22', false],
  ['jp', '2026-05-06', false],
  ['sg', '2026-11-09', false],
  ['us', '2026-07-03', false],
  ['us', '2028-11-10', false],
  ['us', '2027-12-31', false],
  ['us', '2026-04-03', true],
])('%s on %s is worked: %s', (key, date, worked) => expect(isWorkingDay(calendarOf(key), date)).toBe(worked));

test('what is fixed by notice is known as far as the last notice, the rest for the years that are shipped', () => {
  const until = Object.fromEntries(all.map(({ key, announcedUntil }) => [key, announcedUntil]));

  expect(until).toMatchObject({ '24x7': null, cn: '2026-12-31', sg: '2026-12-31', us: '2031-12-31', de: '2031-12-31' });
  for (const { announcedUntil, calendar } of all)
    expect(calendar.holidays.filter((date) => date > (announcedUntil ?? ''))).toEqual([]);
});

test('years that no notice covers are those of the plain week', () => {
  expect(china({ from: 2027, until: 2033 })).toMatchObject({
    announcedUntil: '2026-12-31',
    calendar: { holidays: [], workdays: [] },
  });
});

test('New Year’s Day after the last year is observed in it where it falls on a Saturday', () => {
  const us = COUNTRIES.find(({ key }) => key === 'us')!;

  expect(countryCalendar(us, { from: 2026, until: 2032 }).calendar.holidays.at(-1)).toBe('2032-12-31');
});
