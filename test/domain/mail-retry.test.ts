import { nextMailTry } from '../../domain/mail/retry';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

test.each([
  [1, 2_000],
  [2, 4_000],
  [9, 512_000],
  [10, 15 * MINUTE],
  [99, 15 * MINUTE],
])('after %i failures a mail waits %i ms', (attempts, wait) => {
  expect(nextMailTry({ attempts, orderedAt: 0, now: 1_000 })).toBe(1_000 + wait);
});

test('a mail is given up when its day is over, and not before', () => {
  const last = DAY - 15 * MINUTE;
  expect(nextMailTry({ attempts: 40, orderedAt: 0, now: last })).toBe(DAY);
  expect(nextMailTry({ attempts: 40, orderedAt: 0, now: last + 1 })).toBeNull();
});
