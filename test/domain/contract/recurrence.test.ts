import fc from 'fast-check';
import { isWorkingDay } from '../../../domain/calendar/calendar';
import { addDays, addMonthsClamped } from '../../../domain/calendar/civil';
import type { WorkCalendar } from '../../../domain/calendar/schema';
import type { Schedule } from '../../../domain/contract/obligation-schema';
import { dueDatesAfter } from '../../../domain/contract/recurrence';
import { EVERY } from '../../../domain/contract/recurrence-words';

const hours: [string, string][] = [['09:00', '17:00']];
const week: WorkCalendar['weekly'] = { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours };
/** National Day of 2026 with its make-up Saturday, as the State Council announced such weeks. */
const calendar: WorkCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: week,
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
  workdays: ['2026-10-10'],
};
const dates = (schedule: Schedule, after: string, count = 4) => dueDatesAfter(schedule, after, { calendar, count });

test.each<[string, Schedule, string, readonly string[]]>([
  ['once', { every: 'once', from: '2026-03-31' }, '2026-01-01', ['2026-03-31']],
  ['once, when it is over', { every: 'once', from: '2026-03-31' }, '2026-03-31', []],
  [
    'daily',
    { every: 'daily', from: '2026-01-30' },
    '2026-02-27',
    ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'],
  ],
  [
    'weekly',
    { every: 'weekly', from: '2026-01-05' },
    '2026-01-05',
    ['2026-01-12', '2026-01-19', '2026-01-26', '2026-02-02'],
  ],
  [
    'monthly on the 31st',
    { every: 'monthly', from: '2026-01-31' },
    '2026-01-31',
    ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
  ],
  [
    'quarterly',
    { every: 'quarterly', from: '2025-11-30' },
    '2025-11-30',
    ['2026-02-28', '2026-05-30', '2026-08-30', '2026-11-30'],
  ],
  [
    'half-yearly',
    { every: 'half-yearly', from: '2026-08-31' },
    '2026-09-01',
    ['2027-02-28', '2027-08-31', '2028-02-29', '2028-08-31'],
  ],
  [
    'yearly on 29 February',
    { every: 'yearly', from: '2024-02-29' },
    '2024-03-01',
    ['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'],
  ],
  [
    'every three years',
    { every: 'three-yearly', from: '2026-06-30' },
    '2026-07-01',
    ['2029-06-30', '2032-06-30', '2035-06-30', '2038-06-30'],
  ],
  [
    'until a day, which counts',
    { every: 'monthly', from: '2026-01-15', until: '2026-03-15' },
    '2026-01-01',
    ['2026-01-15', '2026-02-15', '2026-03-15'],
  ],
  [
    'moved on over the holiday',
    { every: 'monthly', from: '2026-09-01', onDayOff: 'next' },
    '2026-09-02',
    ['2026-10-08', '2026-11-02', '2026-12-01', '2027-01-01'],
  ],
  [
    'moved back before the holiday',
    { every: 'monthly', from: '2026-09-05', onDayOff: 'previous' },
    '2026-09-02',
    ['2026-09-04', '2026-09-30', '2026-11-05', '2026-12-04'],
  ],
  [
    'kept on a worked Saturday',
    { every: 'weekly', from: '2026-10-10', onDayOff: 'next' },
    '2026-10-09',
    ['2026-10-10', '2026-10-19', '2026-10-26', '2026-11-02'],
  ],
])('%s', (_what, schedule, after, expected) => expect(dates(schedule, after)).toEqual(expected));

const anyDay = fc.integer({ min: 0, max: 9_000 }).map((n) => addDays('2020-01-01', n));
const anySchedule = fc.record({
  every: fc.constantFrom(...EVERY),
  from: anyDay,
  onDayOff: fc.constantFrom('keep' as const, 'next' as const, 'previous' as const),
});

test('dates ascend, lie after the day, and asking step by step finds the same ones', () => {
  fc.assert(
    fc.property(anySchedule, anyDay, (schedule, after) => {
      const found = dates(schedule, after, 6);
      const walked: string[] = [];
      for (let at = after; walked.length < found.length; at = walked.at(-1) ?? at)
        walked.push(...dates(schedule, at, 1));
      expect(walked).toEqual(found);
      expect([after, ...found]).toEqual([...new Set([after, ...found])].sort());
    }),
  );
});

test('months never drift from their first day, and moved dates are worked', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 200 }), (from, n) => {
      const nominal = addMonthsClamped(from, n);
      const before = addDays(nominal, -1);
      expect(dates({ every: 'monthly', from }, before, 1)).toEqual([nominal]);
      for (const onDayOff of ['next', 'previous'] as const)
        for (const due of dates({ every: 'monthly', from, onDayOff }, before, 3))
          expect(isWorkingDay(calendar, due)).toBe(true);
    }),
  );
});
