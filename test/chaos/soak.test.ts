import type { Usage } from '../../chaos/observe/usage';
import { leaksIn, trendsOf, watchUsage } from '../../chaos/soak';

const MINUTE = 60_000;

/** A look every minute at what a function of the minute says. */
const lookedAt = (minutes: number, held: (minute: number) => number): readonly Usage[] =>
  Array.from({ length: minutes + 1 }, (_, minute) => ({
    at: minute * MINUTE,
    figures: { 'worker-1, MB': held(minute) },
  }));

test('what fills in the first half and stays so is no leak', () => {
  const [trend] = trendsOf(lookedAt(180, (minute) => Math.min(200 + 2 * minute, 300) + (minute % 7)));

  expect(trend).toMatchObject({ what: 'worker-1, MB', isLeak: false });
  expect(Math.abs(trend?.perHour ?? NaN)).toBeLessThan(1);
});

test('what is held more and more of for hours is a leak, however much it goes up and down meanwhile', () => {
  const trends = trendsOf(lookedAt(180, (minute) => 200 + minute / 6 + 15 * Math.sin(minute)));

  expect(trends[0]?.perHour).toBeCloseTo(10, 0);
  expect(leaksIn(trends)).toEqual([{ invariant: 'I12', what: 'worker-1, MB: more and more' }]);
});

test('a run of less than two hours tells how it went and blames nobody', () => {
  const [trend] = trendsOf(lookedAt(60, (minute) => 200 + minute));

  expect(trend).toMatchObject({ isLeak: false });
  expect(trend?.perHour).toBeCloseTo(60, 5);
  expect(trendsOf(lookedAt(0, () => 200))).toEqual([]);
});

test('it is looked until the run is over', async () => {
  const end = new AbortController();
  let looks = 0;
  const look = (): Promise<Usage> => {
    if (++looks === 2) end.abort();
    return Promise.resolve({ at: looks, figures: {} });
  };

  expect(await watchUsage(look, { ms: 0, signal: end.signal })).toHaveLength(2);
});
