import fc from 'fast-check';
import { weighOptions } from '../../../domain/vendor/multi-criteria';
import { MultiCriteriaInput } from '../../../domain/vendor/schema';

const criteria: MultiCriteriaInput['criteria'] = [
  { key: 'quality', weightBp: 6000, direction: 'maximise' },
  { key: 'price', weightBp: 4000, direction: 'minimise' },
];
const options = [
  { key: 'a', values: { quality: 90, price: 120 } },
  { key: 'b', values: { quality: 70, price: 80 } },
  { key: 'c', values: { quality: 80, price: 100 } },
];
const weigh = (changes: Partial<MultiCriteriaInput>) =>
  weighOptions({ method: 'weighted-sum', criteria, options, ...changes });

describe('a weighted sum', () => {
  test('works on values between the worst and the best of each criterion', () =>
    expect(weigh({}).options).toEqual([
      { key: 'a', score: 0.6, rank: 1 },
      { key: 'b', score: 0.4, rank: 3 },
      { key: 'c', score: 0.5, rank: 2 },
    ]));

  test('treats a criterion without differences as the best for all', () => {
    const same = options.map(({ key, values }) => ({ key, values: { ...values, quality: 1 } }));
    expect(weigh({ options: same }).options.map(({ score }) => score)).toEqual([0.6, 1, 0.8]);
  });
});

describe('TOPSIS', () => {
  // Worked by hand: |quality| = √(90²+70²+80²) = 139.2839; converted price = 0, 40, 20 with norm 44.7214.
  test('converts what is to be low into its distance from the highest by default', () => {
    const scores = weigh({ method: 'topsis' }).options;
    expect(scores.map(({ rank }) => rank)).toEqual([3, 1, 2]);
    const [aPlus, bPlus] = [(0.4 * 40) / 44.7214, (0.6 * 20) / 139.2839];
    expect(scores[0]?.score).toBeCloseTo(bPlus / (bPlus + aPlus), 3);
    expect(scores[1]?.score).toBeCloseTo(aPlus / (aPlus + bPlus), 3);
    expect(scores[2]?.score).toBeCloseTo(0.5, 4);
  });

  test('in its standard form swaps the ideal and its opposite', () => {
    const scores = weigh({ method: 'topsis', variant: 'standard' }).options;
    const priceNorm = Math.hypot(120, 80, 100);
    const [price, quality] = [(0.4 * 40) / priceNorm, (0.6 * 20) / 139.2839];
    expect(scores[0]?.score).toBeCloseTo(quality / (quality + price), 3);
    expect(scores[1]?.score).toBeCloseTo(price / (quality + price), 3);
  });

  test('puts equal options at their best', () => {
    const twins = ['x', 'y'].map((key) => ({ key, values: { quality: 5, price: 5 } }));
    expect(weigh({ method: 'topsis', options: twins }).options).toEqual([
      { key: 'x', score: 1, rank: 1 },
      { key: 'y', score: 1, rank: 1 },
    ]);
  });
});

describe('every method', () => {
  const value = fc.integer({ min: -1000, max: 1000 });
  const rows = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 12 });
  const method = fc.constantFrom(
    { method: 'weighted-sum' as const },
    { method: 'topsis' as const },
    { method: 'topsis' as const, variant: 'standard' as const },
  );
  const named = (list: readonly (readonly [number, number])[]) =>
    list.map(([quality, price], index) => ({ key: `o${index}`, values: { quality, price } }));

  test('scores from 0 to 1, whatever the order of the options', () => {
    fc.assert(
      fc.property(rows, method, (list, how) => {
        const all = named(list);
        const scored = weigh({ ...how, options: all }).options;
        expect(scored.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
        expect(weigh({ ...how, options: all.toReversed() }).options.toReversed()).toEqual(scored);
      }),
    );
  });

  test('never ranks an option behind one that is worse in everything', () => {
    fc.assert(
      fc.property(rows, method, (list, how) => {
        const [quality, price] = list[0] ?? [0, 0];
        const better = { key: 'better', values: { quality: quality + 1, price: price - 1 } };
        const scored = weigh({ ...how, options: [...named(list), better] }).options;
        expect(scored.at(-1)!.rank).toBeLessThanOrEqual(scored[0]!.rank);
      }),
    );
  });

  const body = (changes: object) => ({ method: 'topsis', criteria, options, ...changes });
  test.each([
    ['criteria', { criteria: [{ key: 'quality', weightBp: 9999, direction: 'maximise' }] }],
    ['options.0.values.price', { options: [{ key: 'a', values: { quality: 1 } }] }],
    ['options.0.values.speed', { options: [{ key: 'a', values: { quality: 1, price: 1, speed: 1 } }] }],
    ['options.1.key', { options: [options[0], options[0]] }],
    ['method', { method: 'guess' }],
    ['variant', { variant: 'odd' }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(MultiCriteriaInput.safeParse(body(changes)).error?.issues[0]?.path.join('.')).toBe(path),
  );
});
