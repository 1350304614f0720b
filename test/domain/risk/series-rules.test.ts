import fc from 'fast-check';
import { SeriesRulesInput } from '../../../domain/risk/schema';
import { watchSeries } from '../../../domain/risk/series-rules';

const watch = (values: number[], changes: Partial<SeriesRulesInput> = {}) =>
  watchSeries({ values, direction: 'maximise', ...changes });
const alarms = (values: number[], changes: Partial<SeriesRulesInput> = {}) =>
  watch(values, changes).alarms.map(({ rule, index }) => `${rule}@${index}`);
const WIDE = { mean: 90, sigma: 1000 };

describe('early warning from a series', () => {
  test.each([
    ['R1 beyond red', [96, 89, 90, 80], { red: 90 }, ['R1@1', 'R1@3']],
    ['R1 the other way', [4, 6, 5], { direction: 'minimise', red: 5 }, ['R1@1']],
    ['R2 two ambers in a row', [94, 96, 94, 93, 96], { amber: 95, red: 90 }, ['R2@3']],
    ['R2 is not red', [94, 89, 94], { amber: 95, red: 90 }, ['R1@1']],
    ['R2 goes on while amber lasts', [94, 94, 94], { amber: 95 }, ['R2@1', 'R2@2']],
    ['R3 three worsening steps', [99, 98, 97, 96], {}, ['R3@3']],
    ['R3 needs all three', [99, 98, 98, 97, 96], {}, []],
    ['R3 goes on', [99, 98, 97, 96, 95], {}, ['R3@3', 'R3@4']],
    ['R3 the other way', [1, 2, 3, 4], { direction: 'minimise' }, ['R3@3']],
    ['improving is no worsening', [1, 2, 3, 4], {}, []],
    ['R5 the trend leaves the target within two periods', [99, 97.5, 98, 97, 97, 96.5], { target: 96 }, ['R5@5']],
    ['R5 not when it is three periods away', [99, 98, 98.5, 97.7, 97.9, 97.6], { target: 96 }, []],
    ['R5 not when it is off target already', [99, 97, 97.5, 95, 96, 95], { target: 96 }, []],
    ['R5 the other way', [1, 2, 1.5, 3, 2.9, 3.5], { direction: 'minimise', target: 4 }, ['R5@5']],
  ] as [string, number[], Partial<SeriesRulesInput>, string[]][])('%s', (_, values, changes, expected) =>
    expect(alarms(values, { ...WIDE, ...changes })).toEqual(expected),
  );

  test('R4 the weighted mean leaves its limits', () => {
    const { ewma, limits, alarms: found } = watch([100, 100, 97, 96], { mean: 100, sigma: 1 });
    expect(ewma).toEqual([100, 100, 99.1, 98.17]);
    expect(limits).toEqual({ lower: 98.7397, upper: 101.2603 });
    expect(found).toEqual([{ rule: 'R4', index: 3 }]);
  });

  test('a larger λ forgets faster', () => {
    const { ewma, limits } = watch([10, 20], { mean: 0, sigma: 1, lambda: 1 });
    expect(ewma).toEqual([10, 20]);
    expect(limits).toEqual({ lower: -3, upper: 3 });
  });

  test('mean and spread are those of the sample unless given', () => {
    const { limits } = watch([1, 2, 3]);
    expect(limits.lower).toBeCloseTo(2 - 3 * Math.sqrt(0.3 / 1.7), 4);
    expect(limits.upper).toBeCloseTo(2 + 3 * Math.sqrt(0.3 / 1.7), 4);
  });

  test('the forecast is the next value of the line of the last six', () => {
    expect(watch([50, 0, 1, 2, 3, 4, 5]).forecast).toBe(6);
    expect(watch([2, 4, 6]).forecast).toBe(8);
    expect(watch([2, 4]).forecast).toBeNull();
  });

  test('a flat series is quiet', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 30 }), (value, length) => {
        const { alarms: found } = watch(
          Array.from({ length }, () => value),
          { target: value },
        );
        expect(found).toEqual([]);
      }),
    );
  });

  test('the weighted mean stays within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 }), (values) => {
        const { ewma } = watch(values);
        expect(ewma).toHaveLength(values.length);
        expect(Math.min(...ewma)).toBeGreaterThanOrEqual(Math.min(...values) - 0.0001);
        expect(Math.max(...ewma)).toBeLessThanOrEqual(Math.max(...values) + 0.0001);
      }),
    );
  });

  test.each([
    ['values', { values: [] }],
    ['amber', { red: 95, amber: 90 }],
    ['amber', { direction: 'minimise', red: 5, amber: 6 }],
    ['lambda', { lambda: 0 }],
    ['lambda', { lambda: 1.1 }],
    ['sigma', { sigma: -1 }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(
      SeriesRulesInput.safeParse({ values: [1], direction: 'maximise', ...changes }).error?.issues[0]?.path.join('.'),
    ).toBe(path),
  );
});
