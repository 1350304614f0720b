import fc from 'fast-check';
import { valueHash } from '../../db/stores/audit';
import { searchHash } from '../../db/stores/kpi-forecasts';
import { FORECAST_FORMULA, forecastSeries, searchOn, searchSeries, withBreach } from '../../domain/forecast/forecast';
import { SeriesSearch } from '../../domain/forecast/schema';

const figure = fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.integer({ min: 0, max: 100 }));
const series = fc.array(figure, { minLength: 1, maxLength: 40 });
const season = fc.option(fc.constant(12), { nil: undefined });
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('what was found of a series is the same after it was kept, and so is what is judged by it', () =>
  fc.assert(
    fc.property(series, season, figure, fc.constantFrom('maximise', 'minimise'), (values, round, target, direction) => {
      const kept = throughJson(searchSeries({ values, season: round }));
      expect(SeriesSearch.parse(kept)).toEqual(kept);
      const limits = { direction, target, red: target / 2 };
      expect(withBreach(kept, limits)).toEqual(forecastSeries({ values, season: round, ...limits }));
    }),
    { numRuns: 40 },
  ));

test('a search is known by its values, their order and their season, however they come', () =>
  fc.assert(
    fc.property(series, season, (values, round) => {
      const hash = searchHash({ values, season: round });
      expect(searchHash({ season: round, values: throughJson(values) })).toBe(hash);
      expect(searchHash({ ...(round && { season: round }), values: [...values] })).toBe(hash);
      expect(searchHash({ values, season: round ? undefined : 12 })).not.toBe(hash);
      expect(searchHash({ values: [...values, values[0]!], season: round })).not.toBe(hash);
      expect(searchHash({ values: [values[0]! + 1, ...values.slice(1)], season: round }) === hash).toBe(values[0]! + 1 === values[0]!); // prettier-ignore
      const turned = values.toReversed();
      expect(searchHash({ values: turned, season: round }) === hash).toBe(valueHash(turned) === valueHash(values));
    }),
  ));

test('a search that goes on from the one before finds what it finds from scratch', () =>
  fc.assert(
    fc.property(fc.array(figure, { minLength: 9, maxLength: 34 }), season, (values, round) => {
      let said = {};
      for (let length = values.length - 3; length <= values.length; length += 1) {
        const input = { values: values.slice(0, length), season: round };
        const { found, expected } = searchOn(input, said);
        expect(throughJson(found)).toEqual(throughJson(searchSeries(input)));
        said = throughJson(expected);
      }
    }),
    { numRuns: 30 },
  ));

test('what a model has said of a period is not worked out again', () => {
  const values = Array.from({ length: 12 }, (_none, n) => 90 + ((n * 7) % 5));
  const { expected } = searchOn({ values }, { level: [1, 2, 3] });
  expect(expected.level?.slice(0, 3)).toEqual([1, 2, 3]);
  expect(expected.level).toHaveLength(7);
});

test('values that are too large for their squares are not searched', () => {
  const values = Array.from({ length: 20 }, (_none, n) => 1e200 * (n % 3));
  expect(searchSeries({ values })).toMatchObject({ status: 'not-enough-data', next: null });
});

/** What changes here changes what is kept: then the formula is another one, and this is its new hash. */
test('the formula finds what it found when it got its number', () => {
  const wave = (n: number): number => 90 + 8 * Math.sin((2 * Math.PI * n) / 12) + ((n * 7) % 5) / 3;
  const found = [10, 30, 48].map((length) => {
    const { next, ...rest } = searchSeries({ values: Array.from({ length }, (_none, n) => wave(n)), season: 12 });
    return { ...rest, degrees: next?.degrees };
  });
  expect([FORECAST_FORMULA, valueHash(found)]).toEqual([
    1,
    '290858a5a7c49f37418a5c5ed214c2870773470e87f9ca6815a02e78bfcef82a',
  ]);
});
