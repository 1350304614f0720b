import { upcomingDays, yearOf } from '../../../domain/calendar/year';
import type { WorkCalendar } from '../../../domain/calendar/schema';

const OFFICE: [string, string][] = [['09:00', '18:00']];
const CALENDAR: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: ['2026-10-03', '2026-10-01'],
  workdays: ['2026-10-10', '2026-10-12'],
};
const days = yearOf(CALENDAR, 2026).flatMap(({ weeks }) => weeks.flat().filter((day) => day !== null));
const kindOn = (date: string) => days.find((day) => day.date === date)?.kind;

test('a year has each of its days once, in weeks from Monday', () => {
  expect(days).toHaveLength(365);
  expect(yearOf(CALENDAR, 2028).flatMap(({ weeks }) => weeks.flat().filter(Boolean))).toHaveLength(366);
  expect(yearOf(CALENDAR, 2026)[9]?.weeks[0]?.map((day) => day?.day ?? 0)).toEqual([0, 0, 0, 1, 2, 3, 4]);
});

test.each([
  ['2026-10-01', 'holiday'],
  ['2026-10-02', 'work'],
  ['2026-10-03', 'holiday'],
  ['2026-10-04', 'rest'],
  ['2026-10-10', 'make-up'],
  ['2026-10-12', 'work'],
])('%s is a day of the kind %s', (date, kind) => {
  expect(kindOn(date)).toBe(kind);
});

test('what comes is what is otherwise than the plain week, from the day on, earliest first', () => {
  expect(upcomingDays(CALENDAR, '2026-10-03', 2).map(({ date, kind }) => [date, kind])).toEqual([
    ['2026-10-03', 'holiday'],
    ['2026-10-10', 'make-up'],
  ]);
});
