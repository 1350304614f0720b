import fc from 'fast-check';
import { rankCorrelation, ranksOf } from '../../../domain/vendor/rank-correlation';

const pairs = (x: readonly number[], y: readonly number[]) => x.map((a, index) => [a, y[index] ?? 0] as const);

test('equal figures share the mean of their ranks', () => expect(ranksOf([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5]));

// https://en.wikipedia.org/wiki/Spearman%27s_rank_correlation_coefficient#Example: IQ and hours of television, ρ = −29/165.
const IQ = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
const HOURS = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];

test('of the published example is −29/165, which chance would make in about 63 of 100 orders', () => {
  const { rho, p, n, method } = rankCorrelation(pairs(IQ, HOURS));
  expect([rho, n, method]).toEqual([-0.1758, 10, 'permutation']);
  expect(Math.abs((p ?? 0) - 0.627188)).toBeLessThan(0.02);
});

// Tails of ρ by all orders: E. G. Olds, Ann. Math. Statist. 9 (1938); n = 4: P(|ρ| = 1) = 2/24, P(|ρ| ≥ 0.8) = 8/24; n = 5: P(|ρ| ≥ 0.9) = 10/120.
test.each([
  ['four in order', [1, 2, 3, 4], 1, 0.0833],
  ['four the other way round', [4, 3, 2, 1], -1, 0.0833],
  ['four with a neighbour exchanged', [2, 1, 3, 4], 0.8, 0.3333],
  ['five with a neighbour exchanged', [1, 2, 3, 5, 4], 0.9, 0.0833],
])('%s', (_, y, rho, p) =>
  expect(rankCorrelation(pairs([1, 2, 3, 4, 5].slice(0, y.length), y))).toEqual({
    n: y.length,
    rho,
    p,
    method: 'exact',
  }),
);

test.each([
  ['one side that is the same everywhere', pairs([1, 2, 3], [5, 5, 5])],
  ['a single pair', pairs([1], [1])],
  ['nothing', []],
])('%s says nothing', (_, list) =>
  expect(rankCorrelation(list)).toEqual({ n: list.length, rho: null, p: null, method: null }),
);

test('depends on the order alone, is the same both ways round and every time', () => {
  const figures = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 10 });
  fc.assert(
    fc.property(figures, fc.infiniteStream(fc.integer({ min: 0, max: 9 })), (x, stream) => {
      const y = x.map(() => stream.next().value as number);
      const found = rankCorrelation(pairs(x, y));
      expect(rankCorrelation(pairs(x.map((a) => a ** 3), y))).toEqual(found); // prettier-ignore
      expect(rankCorrelation(pairs(y, x)).rho).toBe(found.rho);
      if (found.p !== null) expect(found.p > 0 && found.p <= 1).toBe(true);
    }),
    { numRuns: 25 },
  );
});
