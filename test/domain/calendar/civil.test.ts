import fc from 'fast-check';
import {
  addDays,
  addMonthsClamped,
  daysBetween,
  daysInMonth,
  nextAnniversary,
  toDate,
  toDayNumber,
  weekdayOf,
} from '../../../domain/calendar/civil';

const dayNumber = fc.integer({ min: -25_000, max: 84_000 });

describe('civil dates', () => {
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2026-11-30', 20_787],
  ])('%s is day %i', (date, number) => {
    expect(toDayNumber(date)).toBe(number);
    expect(toDate(number)).toBe(date);
  });

  test('agree with the platform for every day of two centuries', () => {
    fc.assert(
      fc.property(dayNumber, (day) => {
        expect(toDate(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(toDayNumber(toDate(day))).toBe(day);
        expect(weekdayOf(day) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
    );
  });

  test.each([
    [2024, 2, 29],
    [2025, 2, 28],
    [1900, 2, 28],
    [2000, 2, 29],
    [2026, 4, 30],
    [2026, 12, 31],
  ])('%i-%i has %i days', (year, month, days) => expect(daysInMonth(year, month)).toBe(days));

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-05-31', -3, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-01-15', -13, '2024-12-15'],
    ['2026-01-15', 0, '2026-01-15'],
  ])('%s plus %i months is %s', (date, months, expected) => expect(addMonthsClamped(date, months)).toBe(expected));

  test('month arithmetic from the anchor never drifts', () => {
    const ends = Array.from({ length: 12 }, (_, n) => addMonthsClamped('2026-01-31', n).slice(8));
    expect(ends).toEqual(['31', '28', '31', '30', '31', '30', '31', '31', '30', '31', '30', '31']);
  });

  test('more months are never earlier', () => {
    fc.assert(
      fc.property(dayNumber, fc.integer({ min: -600, max: 600 }), (day, months) => {
        expect(addMonthsClamped(toDate(day), months) < addMonthsClamped(toDate(day), months + 1)).toBe(true);
      }),
    );
  });

  test('days added can be counted again', () => {
    fc.assert(
      fc.property(dayNumber, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
        expect(daysBetween(toDate(day), addDays(toDate(day), days))).toBe(days);
      }),
    );
  });

  test.each([
    ['2026-01-31', 1, '2026-01-30', '2026-01-31'],
    ['2026-01-31', 1, '2026-01-31', '2026-02-28'],
    ['2026-01-31', 1, '2026-02-28', '2026-03-31'],
    ['2026-01-31', 3, '2026-02-01', '2026-04-30'],
    ['2026-01-31', 12, '2029-06-01', '2030-01-31'],
    ['2026-06-15', 1, '2020-01-01', '2026-06-15'],
  ])('the series from %s every %i months continues after %s with %s', (anchor, step, after, expected) =>
    expect(nextAnniversary(anchor, step, after)).toBe(expected),
  );
});
