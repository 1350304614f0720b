import { inEvenTime } from '../../api/links/even-time';

test('what a link does not stand for is said after the same time at the earliest, however fast it was known', async () => {
  const began = performance.now();
  expect(await inEvenTime(() => Promise.resolve(null))).toBeNull();
  expect(performance.now() - began).toBeGreaterThanOrEqual(40);
});

test('what it stands for is answered as it is, and a failed look-up fails', async () => {
  expect(await inEvenTime(() => Promise.resolve('task'))).toBe('task');
  await expect(inEvenTime(() => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
});
