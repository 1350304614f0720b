import fc from 'fast-check';
import { measuresMet } from '../../../domain/planning/measures';

const measure = (part: object = {}) => ({ name: 'm', baseline: 60, target: 80, unit: '%', ...part });

describe('success measures at the end', () => {
  // baseline · target · actual → met, share of the way
  test.each([
    [60, 80, 80, true, 10_000],
    [60, 80, 90, true, 15_000],
    [60, 80, 70, false, 5_000],
    [60, 80, 50, false, -5_000],
    [10, 4, 4, true, 10_000],
    [10, 4, 3, true, 11_667],
    [10, 4, 7, false, 5_000],
    [10, 4, 10, false, 0],
    [null, 50, 25, false, 5_000],
    [5, 5, 5, true, null],
  ])('from %s to %s with %s are met: %s, %s bp of the way', (baseline, target, actual, met, reachedBp) =>
    expect(measuresMet([measure({ baseline, target })], { m: actual }).items[0]).toMatchObject({ met, reachedBp }),
  );

  test('follow the direction that they name', () => {
    const outcome = measuresMet([measure({ baseline: null, target: 3, direction: 'minimise' })], { m: 2 });
    expect(outcome.items[0]).toMatchObject({ direction: 'minimise', met: true });
  });

  test('count what nobody measured as not met, and say so', () => {
    const measures = ['a', 'b', 'c'].map((name) => measure({ name }));
    expect(measuresMet(measures, { a: 81, b: null })).toMatchObject({ met: 1, measured: 1, metBp: 3_333 });
    expect(measuresMet(measures, { a: 81, b: 90, c: 1 })).toMatchObject({ met: 2, measured: 3, metBp: 6_667 });
    expect(measuresMet([], {})).toEqual({ items: [], met: 0, measured: 0, metBp: null });
  });

  test('are all met exactly at 10 000 bp', () => {
    const figure = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(figure, figure, figure), { minLength: 1, maxLength: 8 }), (rows) => {
        const measures = rows.map(([baseline, target], index) => measure({ name: `m${index}`, baseline, target }));
        const actuals = Object.fromEntries(rows.map(([, , actual], index) => [`m${index}`, actual]));
        const { items, metBp } = measuresMet(measures, actuals);
        expect(metBp === 10_000).toBe(items.every(({ met }) => met));
      }),
    );
  });
});
