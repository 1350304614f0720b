import { Throttle } from '../../api/links/throttle';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

test('a sender waits after its limit until the next minute, and no other one with it', () => {
  const throttle = new Throttle(2);
  const long = 'x'.repeat(15_000);
  for (const sender of [long, long]) throttle.count(sender, NOW);
  expect(throttle.wait(long, NOW + 1_000)).toBe((MINUTE - (NOW % MINUTE)) / 1_000 - 1);
  expect(throttle.wait(`${long}y`, NOW)).toBe(0);
  expect(throttle.wait(long, NOW + MINUTE)).toBe(0);
});

test('of more senders than are told apart, the later ones share one count', () => {
  const throttle = new Throttle(1);
  for (let n = 0; n < 10_000; n += 1) throttle.count(`sender ${n}`, NOW);
  expect(throttle.wait('sender 9999', NOW)).toBeGreaterThan(0);
  expect(throttle.wait('late', NOW)).toBe(0);
  for (let n = 0; n < 100; n += 1) throttle.count(`late ${n}`, NOW);
  expect(throttle.wait('later', NOW)).toBeGreaterThan(0);
  expect(throttle.wait('later', NOW + MINUTE)).toBe(0);
});
