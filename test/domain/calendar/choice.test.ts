import { calendarWarnings } from '../../../domain/calendar/announced';
import { calendarKeyFor, workCalendarFor } from '../../../domain/calendar/choice';
import { shipped } from '../../calendars';

test.each([
  ['Asia/Shanghai', 'cn'],
  ['Asia/Hong_Kong', 'hk'],
  ['Europe/Berlin', 'de'],
  ['Europe/London', 'gb'],
  ['America/New_York', 'us'],
  ['America/Indiana/Knox', 'us'],
  ['America/Toronto', null],
  ['America/Sao_Paulo', null],
  ['UTC', null],
])('people in %s work by the calendar %s', (zone, key) => expect(calendarKeyFor(zone)).toBe(key));

test('a country’s days are counted in the zone itself, and any other zone works from Monday to Friday', () => {
  expect(workCalendarFor('Asia/Urumqi', shipped('cn'))).toEqual({ ...shipped('cn'), timeZone: 'Asia/Urumqi' });
  expect(workCalendarFor('America/Toronto', null)).toMatchObject({ timeZone: 'America/Toronto', holidays: [] });
});

test.each([
  ['2026-12-31', '2026-01-01', ['HOLIDAYS_NOT_ANNOUNCED']],
  ['2026-12-31', '2027-03-01', ['HOLIDAYS_NOT_ANNOUNCED']],
  ['2031-12-31', '2026-01-01', []],
  [null, '2026-01-01', []],
])('holidays known until %s warn on %s: %j', (until, today, codes) =>
  expect(calendarWarnings(until, today).map(({ code }) => code)).toEqual(codes),
);
