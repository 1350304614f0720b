import fc from 'fast-check';
import {
  FREQUENCIES,
  firstServicePeriod,
  frequencyOf,
  isWithin,
  monthsBetween,
  nextPeriod,
  periodAt,
  periodBounds,
  periodDates,
  periodOfDate,
  periodsWithin,
  previousPeriod,
  servicePeriod,
  shiftPeriod,
} from '../../../domain/calendar/periods';
import { Period } from '../../../domain/shapes';

describe('periods', () => {
  test.each([
    ['2026-10', '2026-10-01', '2026-11-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-H1', '2026-01-01', '2026-07-01'],
    ['2026-H2', '2026-07-01', '2027-01-01'],
    ['2028', '2028-01-01', '2029-01-01'],
  ])('%s runs from %s up to %s', (period, start, end) => expect(periodDates(period)).toEqual({ start, end }));

  test('bounds are instants of the time zone', () =>
    expect(periodBounds('2026-10', 'Asia/Shanghai')).toEqual({
      start: Date.parse('2026-09-30T16:00:00Z'),
      end: Date.parse('2026-10-31T16:00:00Z'),
    }));

  test('an instant belongs to the period of its local date', () => {
    const instant = Date.parse('2026-09-30T20:00:00Z');
    expect(periodAt(instant, 'UTC', 'monthly')).toBe('2026-09');
    expect(periodAt(instant, 'Asia/Shanghai', 'monthly')).toBe('2026-10');
    expect(periodAt(instant, 'Asia/Shanghai', 'quarterly')).toBe('2026-Q4');
  });

  test.each([
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-Q4', 1, '2027-Q1'],
    ['2026-Q1', -5, '2024-Q4'],
    ['2026-H2', 1, '2027-H1'],
    ['2026-H1', -3, '2024-H2'],
    ['2026', 2, '2028'],
    ['2026-05', 0, '2026-05'],
  ])('%s shifted by %i is %s', (period, n, expected) => expect(shiftPeriod(period, n)).toBe(expected));

  test('neighbours share an edge and leave no gap', () => {
    const period = fc
      .constantFrom('2026-01', '2024-02', '2026-Q1', '2027-Q4', '2026-H1', '2024-H2', '2024')
      .chain((p) => fc.nat(60).map((n) => shiftPeriod(p, n)));
    fc.assert(
      fc.property(period, (p) => {
        expect(periodDates(nextPeriod(p)).start).toBe(periodDates(p).end);
        expect(previousPeriod(nextPeriod(p))).toBe(p);
      }),
    );
  });

  test.each([
    ['2026-09', '2026-10', 1],
    ['2025-10', '2026-10', 12],
    ['2026-Q2', '2026-Q3', 3],
    ['2026-Q3', '2026-10', 1],
    ['2026-10', '2026-09', -1],
    ['2026-H1', '2026-Q3', 3],
    ['2025', '2026-H2', 12],
  ])('from %s to %s are %i calendar months', (a, b, months) => expect(monthsBetween(a, b)).toBe(months));

  test('a date lies in the period that is named after it', () => {
    expect(periodOfDate('2026-02-28', 'monthly')).toBe('2026-02');
    expect(periodOfDate('2026-03-31', 'quarterly')).toBe('2026-Q1');
    expect(periodOfDate('2026-04-01', 'quarterly')).toBe('2026-Q2');
    expect(periodOfDate('2028-06-30', 'half-yearly')).toBe('2028-H1');
    expect(periodOfDate('2028-07-01', 'half-yearly')).toBe('2028-H2');
    expect(periodOfDate('2028-02-29', 'yearly')).toBe('2028');
  });
});

const dates = fc
  .integer({ min: 0, max: 60_000 })
  .map((n) => new Date(Date.UTC(1970, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const frequencies = fc.constantFrom(...FREQUENCIES);

describe('periods of every frequency', () => {
  test('hold each date once, leap days too, and are named by their own kind', () => {
    fc.assert(
      fc.property(fc.oneof(dates, fc.constant('2028-02-29')), frequencies, (date, frequency) => {
        const period = periodOfDate(date, frequency);
        const { start, end } = periodDates(period);
        expect(start <= date && date < end).toBe(true);
        expect(frequencyOf(period)).toBe(frequency);
        expect(Period.safeParse(period).success).toBe(true);
        for (const other of [previousPeriod(period), nextPeriod(period)])
          expect(periodDates(other).start <= date && date < periodDates(other).end).toBe(false);
      }),
    );
  });

  test('meet in one instant where clocks change', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Asia/Shanghai', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(dates, frequencies, zones, (date, frequency, zone) => {
        const period = periodOfDate(date, frequency);
        const { start, end } = periodBounds(period, zone);
        expect(periodBounds(nextPeriod(period), zone).start).toBe(end);
        expect([start, end - 1].map((instant) => periodAt(instant, zone, frequency))).toEqual([period, period]);
        expect(periodAt(end, zone, frequency)).toBe(nextPeriod(period));
      }),
    );
  });

  test('lie within a longer one by their dates alone', () => {
    fc.assert(
      fc.property(dates, dates, frequencies, frequencies, (a, b, short, long) => {
        const [inner, outer] = [periodOfDate(a, short), periodOfDate(b, long)];
        const [small, large] = [periodDates(inner), periodDates(outer)];
        const within = small.start >= large.start && small.end <= large.end;
        expect(isWithin(inner, outer)).toBe(within);
        expect(periodsWithin(outer).includes(inner)).toBe(within);
      }),
    );
    expect(periodsWithin('2026-H1')).toHaveLength(6 + 2 + 1);
    expect(periodsWithin('2026')).toHaveLength(12 + 4 + 2 + 1);
  });

  test('follow each other through a service without a gap, whenever it began', () => {
    fc.assert(
      fc.property(dates, frequencies, fc.nat(12), (start, frequency, n) => {
        expect(servicePeriod(start, frequency, n).to).toBe(servicePeriod(start, frequency, n + 1).from);
        expect(servicePeriod(start, frequency, 0).from).toBe(start);
      }),
    );
  });
});

describe('the first period of a service', () => {
  test.each([
    ['whole', '2026-10-01', 'monthly', '2026-10', '2026-11-01'],
    ['long enough', '2026-10-10', 'monthly', '2026-10', '2026-11-01'],
    ['exactly half', '2026-11-16', 'monthly', '2026-11', '2026-12-01'],
    ['short, merged into the next', '2026-10-20', 'monthly', '2026-11', '2026-12-01'],
    ['short at the end of the year', '2026-12-30', 'monthly', '2027-01', '2027-02-01'],
    ['a short quarter', '2026-09-01', 'quarterly', '2026-Q4', '2027-01-01'],
    ['a long quarter', '2026-07-20', 'quarterly', '2026-Q3', '2026-10-01'],
    ['a long half-year', '2026-04-01', 'half-yearly', '2026-H1', '2026-07-01'],
    ['a short half-year', '2026-04-02', 'half-yearly', '2026-H2', '2027-01-01'],
    ['exactly half of a year', '2028-07-02', 'yearly', '2028', '2029-01-01'],
    ['a short year', '2027-07-03', 'yearly', '2028', '2029-01-01'],
  ] as const)('%s', (_, start, frequency, period, to) =>
    expect(firstServicePeriod(start, frequency)).toEqual({ period, from: start, to }),
  );

  test('the periods of a service follow each other without a gap', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(24), (day, n) => {
        const start = `2026-10-${String(day + 1).padStart(2, '0')}`;
        expect(servicePeriod(start, 'monthly', n).to).toBe(servicePeriod(start, 'monthly', n + 1).from);
      }),
    );
  });
});
