import { Instant } from '../../domain/shapes';

test.each(['2026-11-26T18:00:00Z', '1900-01-01T00:00:00+05:45', '2199-12-31T23:59:59.999-14:00'])(
  '%s is an instant',
  (at) => {
    expect(Instant.safeParse(at).success).toBe(true);
  },
);

test.each([
  ['0000-01-01T00:00:00Z', 'is too long ago'],
  ['9999-12-31T23:59:59Z', 'is too far away'],
  ['2026-11-26T18:00:00+23:59', 'has an offset that no place has'],
  ['2026-11-26T18:00:00-15:00', 'has an offset that no place has'],
])('%s, which the database could not hold or no clock shows, is none', (at, message) => {
  expect(Instant.safeParse(at).error?.issues).toMatchObject([{ message }]);
});
