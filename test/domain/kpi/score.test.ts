import fc from 'fast-check';
import { KpiScoreInput } from '../../../domain/kpi/schema';
import { isOnTarget, scoreKpi } from '../../../domain/kpi/score';

describe('a KPI in bands', () => {
  test.each([
    ['maximise', 89.99, 1, 0],
    ['maximise', 90, 2, 33.3333],
    ['maximise', 94.99, 2, 33.3333],
    ['maximise', 95, 3, 66.6667],
    ['maximise', 99, 4, 100],
    ['maximise', 1000, 4, 100],
    ['minimise', 89.99, 4, 100],
    ['minimise', 90, 3, 66.6667],
    ['minimise', 95, 2, 33.3333],
    ['minimise', 98.9, 2, 33.3333],
    ['minimise', 99, 1, 0],
  ] as const)('to %s puts %d into band %i with %d points', (direction, value, band, score) =>
    expect(scoreKpi({ direction, thresholds: [90, 95, 99], value })).toEqual({ score, band, bands: 4 }),
  );

  test('takes thresholds in any order', () =>
    expect(scoreKpi({ direction: 'minimise', thresholds: [4, 2], value: 3 })).toEqual({
      score: 50,
      band: 2,
      bands: 3,
    }));

  test('prefers bands to the line', () =>
    expect(scoreKpi({ direction: 'maximise', thresholds: [1, 2], floor: 0, target: 100, value: 5 }).score).toBe(100));
});

describe('a KPI on a line', () => {
  test.each([
    ['maximise', 90, 100, 95, 50],
    ['maximise', 90, 100, 89, 0],
    ['maximise', 90, 100, 101, 100],
    ['minimise', 8, 4, 6, 50],
    ['minimise', 8, 4, 9, 0],
    ['minimise', 8, 4, 1, 100],
    ['maximise', 0, 3, 1, 33.3333],
    ['maximise', 0.1, 0.3, 0.2, 50],
  ] as const)('to %s from %d to %d scores %d with %d', (direction, floor, target, value, score) =>
    expect(scoreKpi({ direction, floor, target, value })).toEqual({ score }),
  );
});

describe('every KPI score', () => {
  test('without a value is none', () => {
    expect(scoreKpi({ direction: 'maximise', thresholds: [1, 2], value: null })).toEqual({ score: null, bands: 3 });
    expect(scoreKpi({ direction: 'maximise', floor: 0, target: 1, value: null })).toEqual({ score: null });
  });

  test('is within 0 and 100 and never falls when the value gets better', () => {
    const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const thresholds = fc.uniqueArray(figure, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(thresholds, figure, fc.double({ min: 0, max: 1e6, noNaN: true }), (edges, value, gain) => {
        const of = (direction: 'maximise' | 'minimise', v: number) =>
          scoreKpi({ direction, thresholds: edges, value: v }).score ?? -1;
        expect(of('maximise', value + gain)).toBeGreaterThanOrEqual(of('maximise', value));
        expect(of('minimise', value - gain)).toBeGreaterThanOrEqual(of('minimise', value));
        expect(of('maximise', value) + of('minimise', value)).toBeCloseTo(100, 3);
      }),
    );
  });

  test.each([
    ['thresholds', { direction: 'maximise', value: 1 }],
    ['thresholds', { direction: 'maximise', thresholds: [1], value: 1 }],
    ['thresholds', { direction: 'maximise', floor: 1, value: 1 }],
    ['thresholds', { direction: 'maximise', thresholds: [1, 1, 2], value: 1 }],
    ['target', { direction: 'maximise', floor: 5, target: 5, value: 1 }],
    ['target', { direction: 'maximise', floor: 6, target: 5, value: 1 }],
    ['target', { direction: 'minimise', floor: 4, target: 5, value: 1 }],
    ['value', { direction: 'minimise', floor: 5, target: 4 }],
    ['direction', { direction: 'up', floor: 5, target: 4, value: 1 }],
  ])('names %s when it is wrong', (path, body) =>
    expect(KpiScoreInput.safeParse(body).error?.issues[0]?.path.join('.')).toBe(path),
  );

  test('one threshold does not matter beside a floor and a target', () =>
    expect(
      KpiScoreInput.safeParse({ direction: 'maximise', thresholds: [1], floor: 0, target: 2, value: 1 }).success,
    ).toBe(true));

  test('the target itself is on target', () => {
    expect(isOnTarget(5, { target: 5, direction: 'maximise' })).toBe(true);
    expect(isOnTarget(5, { target: 5, direction: 'minimise' })).toBe(true);
    expect(isOnTarget(5.1, { target: 5, direction: 'minimise' })).toBe(false);
  });
});
