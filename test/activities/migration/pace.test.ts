import { Bucket, type Clock, paceOf } from '../../../activities/migration/pace';

/** A clock that is ahead as soon as somebody waits. */
function jumping(): Clock & { readonly at: () => number } {
  let now = 0;
  return {
    now: () => now,
    at: () => now,
    wait: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

test('bytes pass at the even pace of their bucket', async () => {
  const clock = jumping();
  const bucket = new Bucket(1000, clock);
  for (let i = 0; i < 100; i += 1) await bucket.take(100);
  expect(clock.at()).toBeGreaterThan(9_500);
  expect(clock.at()).toBeLessThanOrEqual(10_000);
});

test('a pause is not made up for by a rush', async () => {
  const clock = jumping();
  const bucket = new Bucket(1000, clock);
  await bucket.take(1000);
  await clock.wait(60_000);
  const before = clock.at();
  await bucket.take(5000);
  expect(clock.at() - before).toBeGreaterThan(4_500);
});

test('the tighter of two limits counts, and those who share one share it', async () => {
  const clock = jumping();
  const shared = new Bucket(1000, clock);
  const { signal } = new AbortController();
  const [a, b] = [paceOf([shared, new Bucket(100_000, clock)], signal), paceOf([shared, null], signal)];
  for (let i = 0; i < 10; i += 1) await Promise.all([a?.(500), b?.(500)]);
  expect(clock.at()).toBeGreaterThan(9_500);
});

test('whoever waits for his turn stops waiting when the attempt ends', async () => {
  const controller = new AbortController();
  const pace = paceOf([new Bucket(1)], controller.signal);
  const waiting = pace?.(1_000_000);
  controller.abort();
  await expect(waiting).rejects.toThrow();
});

test('without a limit nobody waits', () => {
  expect(paceOf([null, undefined], new AbortController().signal)).toBeUndefined();
});
