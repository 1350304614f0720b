import { Month, Period } from '../../domain/shapes';

test.each(['2026', '2026-10', '2026-Q3', '2026-H2', '1900', '2199-12'])('%s is a period', (period) => {
  expect(Period.safeParse(period).success).toBe(true);
});

test.each(['0000', '0000-01', '1899', '2200-Q1', '2026-Q5', '2026-13', ''])(
  '%j is no period that has days',
  (period) => {
    expect(Period.safeParse(period).success).toBe(false);
  },
);

test('a month has the years of a period, and is no quarter', () => {
  const months = ['2026-10', '0000-10', '2200-01', '2026-00', '2026-Q1', '2026'];

  expect(months.filter((month) => Month.safeParse(month).success)).toEqual(['2026-10']);
});
