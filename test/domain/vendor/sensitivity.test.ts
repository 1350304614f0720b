import fc from 'fast-check';
import { weightSensitivity, type WeighedDimension, type WeighedOption } from '../../../domain/vendor/sensitivity';

const halves: readonly WeighedDimension[] = [
  { key: 'price', weightBp: 3000 },
  { key: 'quality', weightBp: 7000 },
];
const option = (id: string, price: number, quality: number): WeighedOption => ({ id, scores: { price, quality } });

describe('the sensitivity of a ranking to a weight', () => {
  test('is the point at which the totals cross', () => {
    const [price] = weightSensitivity(halves, [option('cheap', 100, 50), option('good', 60, 90)]);
    expect(price).toEqual({
      dimension: 'price',
      current: 30,
      segments: [
        { from: 0, to: 50, leaders: ['good'] },
        { from: 50, to: 100, leaders: ['cheap'] },
      ],
      switches: [50],
      margin: 20,
    });
  });

  test('has no switch where one candidate is better in everything', () =>
    expect(weightSensitivity(halves, [option('a', 90, 90), option('b', 80, 80)])[0]).toMatchObject({
      segments: [{ from: 0, to: 100, leaders: ['a'] }],
      switches: [],
      margin: null,
    }));

  test('names all who lead together', () =>
    expect(weightSensitivity(halves, [option('a', 80, 70), option('b', 80, 70)])[0]?.segments).toEqual([
      { from: 0, to: 100, leaders: ['a', 'b'] },
    ]));

  test('passes over a candidate that leads at one point only', () =>
    expect(
      weightSensitivity(halves, [option('a', 0, 100), option('b', 50, 50), option('c', 100, 0)])[0]?.segments,
    ).toEqual([
      { from: 0, to: 50, leaders: ['a'] },
      { from: 50, to: 100, leaders: ['c'] },
    ]));

  test('shares the rest equally where the others weigh nothing', () => {
    const three = [
      { key: 'price', weightBp: 10_000 },
      { key: 'quality', weightBp: 0 },
    ];
    expect(weightSensitivity(three, [option('a', 40, 90), option('b', 60, 10)])[0]?.switches).toEqual([80]);
  });

  test('of nobody is nothing', () => expect(weightSensitivity(halves, [])).toEqual([]));
});

const score = fc.integer({ min: 0, max: 100 });
const KEYS = ['a', 'b', 'c'];
const dimensions = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }))
  .map(([a, b]) => [a, b, 10_000 - a - b].map((weightBp, index) => ({ key: KEYS[index] ?? '', weightBp })));
const options = fc
  .array(fc.tuple(score, score, score), { minLength: 1, maxLength: 6 })
  .map((rows) => rows.map(([a, b, c], index) => ({ id: String(index), scores: { a, b, c } })));

test('at every weight the named leader has the highest total, computed anew', () =>
  fc.assert(
    fc.property(dimensions, options, fc.integer({ min: 0, max: 1000 }), (weights, some, permille) => {
      for (const { dimension, segments } of weightSensitivity(weights, some)) {
        const at = permille / 10;
        const others = weights.filter(({ key }) => key !== dimension);
        const rest = others.reduce((sum, { weightBp }) => sum + weightBp, 0);
        const total = ({ scores }: WeighedOption): number =>
          (scores[dimension] ?? 0) * (at / 100) +
          others.reduce(
            (sum, { key, weightBp }) =>
              sum + (scores[key] ?? 0) * (1 - at / 100) * (rest === 0 ? 1 / others.length : weightBp / rest),
            0,
          );
        const best = Math.max(...some.map(total));
        const segment = segments.find(({ from, to }) => at >= from && at <= to);
        const leader = some.find(({ id }) => id === segment?.leaders[0]);
        expect(leader && total(leader)).toBeGreaterThan(best - 0.001);
      }
    }),
  ));

test('segments cover all weights without a gap, each led by somebody else', () =>
  fc.assert(
    fc.property(dimensions, options, (weights, some) => {
      for (const { segments } of weightSensitivity(weights, some)) {
        expect(segments[0]?.from).toBe(0);
        expect(segments.at(-1)?.to).toBe(100);
        segments.slice(1).forEach(({ from, leaders }, index) => {
          expect(from).toBe(segments[index]?.to);
          expect(leaders).not.toEqual(segments[index]?.leaders);
        });
      }
    }),
  ));
