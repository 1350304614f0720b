import fc from 'fast-check';
import { forecastSeries } from '../../../domain/forecast/forecast';
import { ForecastAnswer, type ForecastInput } from '../../../domain/forecast/schema';

const forecast = (values: readonly number[], changes: Partial<ForecastInput> = {}) =>
  forecastSeries({ values: [...values], direction: 'maximise', ...changes });
const times = (count: number, value: (n: number) => number) => Array.from({ length: count }, (_, n) => value(n));

/** Noise without a seed of its own: the same for every run. */
function noise(seed: number): () => number {
  let state = seed;
  const next = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

describe('the forecast of a series', () => {
  test('says when it has too few values', () => {
    expect(forecast(times(7, (n) => n))).toMatchObject({
      status: 'not-enough-data',
      values: 7,
      needed: 8,
      model: null,
      points: [],
      backtest: null,
    });
    expect(forecast(times(8, (n) => n)).status).toBe('ok');
  });

  test('of a constant is that constant, without any width and without an anomaly', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 8, max: 40 }), (value, length) => {
        const { model, intervals, points, anomalies, backtest } = forecast(
          times(length, () => value),
          { season: 12 },
        );
        expect(model).toBe('naive');
        for (const { low95, high95 } of intervals) expect(high95).toBe(low95);
        expect(new Set(points.map((point) => point.value)).size).toBe(1);
        expect(anomalies).toEqual([]);
        expect(backtest).toMatchObject({ mae: 0, naiveMae: 0, mase: null });
      }),
      { numRuns: 20 },
    );
  });

  test('goes on where the series goes', () => {
    for (const slope of [2, -2]) {
      const { model, points } = forecast(times(24, (n) => 50 + slope * n));
      expect(model).toBe('damped-trend');
      expect(Math.sign(points[0]!.value - (50 + slope * 23))).toBe(Math.sign(slope));
      expect(Math.sign(points[2]!.value - points[1]!.value)).toBe(Math.sign(slope));
    }
  });

  test('says "as last time" where nothing is less wrong: a random walk', () => {
    const step = noise(7);
    let at = 100;
    const { model, points, backtest } = forecast(times(60, () => (at += step())));
    expect(model).toBe('naive');
    expect(points[0]!.value).toBeCloseTo(at, 4);
    expect(backtest!.mae).toBe(backtest!.naiveMae);
    expect(Math.min(...backtest!.models.map(({ mae }) => mae))).toBe(backtest!.mae);
  });

  test('smooths over noise around a level', () => {
    const step = noise(3);
    const { model, backtest } = forecast(times(60, () => 95 + step()));
    expect(model).toBe('level');
    expect(backtest!.mae).toBeLessThan(backtest!.naiveMae);
    expect(backtest!.mase).toBeLessThan(1);
  });

  const wave = (n: number): number => 90 + 8 * Math.sin((2 * Math.PI * n) / 12);

  test('finds the season of a year from two years on', () => {
    const step = noise(5);
    const values = times(48, (n) => wave(n) + 0.3 * step());
    const seasonal = forecast(values, { season: 12 });
    expect(['seasonal', 'seasonal-naive']).toContain(seasonal.model);
    seasonal.points.forEach(({ value }, n) => expect(Math.abs(value - wave(48 + n))).toBeLessThan(1.5));
    expect(forecast(values).backtest!.mae).toBeGreaterThan(seasonal.backtest!.mae);
    const young = forecast(values.slice(0, 23), { season: 12 });
    expect(young.backtest!.models.map(({ model }) => model)).toEqual(['naive', 'level', 'damped-trend']);
    expect(young.backtest!.seasonalNaiveMae).toBeNull();
    const two = forecast(values.slice(0, 24), { season: 12 });
    expect(two.model).toBe('seasonal-naive');
  });

  test('widens with the distance and covers about what it promises', () => {
    const step = noise(11);
    const { intervals, backtest } = forecast(times(110, () => 95 + step()));
    const width = intervals.map(({ low95, high95 }) => high95 - low95);
    expect(width[1]).toBeGreaterThanOrEqual(width[0]!);
    expect(width[2]).toBeGreaterThanOrEqual(width[1]!);
    for (const { low80, high80, low95, high95 } of intervals) {
      expect(low95).toBeLessThan(low80);
      expect(high95).toBeGreaterThan(high80);
    }
    expect(backtest!.coverage80).toBeGreaterThan(0.7);
    expect(backtest!.coverage80).toBeLessThan(0.9);
    expect(backtest!.coverage95).toBeGreaterThan(0.88);
    expect(backtest!.intervals).toBe(backtest!.folds - 3);
  });

  test('knows of no interval before three errors are known', () =>
    expect(forecast([1, 2, 1, 2, 1, 2, 1, 2]).backtest).toMatchObject({ folds: 3, intervals: 0, coverage95: null }));

  test('says how likely the next value is a breach, by the direction of the KPI', () => {
    const step = noise(13);
    const values = times(40, () => 95 + step());
    const up = forecast(values, { red: 90, target: 95 }).breach!;
    expect(up.red).toBeLessThan(0.01);
    expect(up.target).toBeGreaterThan(0.2);
    expect(up.target).toBeLessThan(0.8);
    const down = forecast(values, { direction: 'minimise', red: 90, target: 95 }).breach!;
    expect(down.red! + up.red!).toBeCloseTo(1, 3);
    expect(down.target! + up.target!).toBeCloseTo(1, 3);
    expect(forecast(values).breach).toEqual({ red: null, target: null });
  });

  test.each([
    ['a constant on target is no breach', 95, 0],
    ['a constant off target is one', 94, 1],
  ])(
    '%s',
    (_, value, target) =>
    expect(forecast(times(10, () => value), { target: 95 }).breach!.target).toBe(target), // prettier-ignore
  );

  test('shows a value far from what was expected, with what was expected', () => {
    const step = noise(17);
    const values = times(40, (n) => 95 + 0.5 * step() - (n === 30 ? 20 : 0));
    const [anomaly, ...others] = forecast(values).anomalies;
    expect(anomaly).toMatchObject({ index: 30, value: values[30] });
    expect(Math.abs(anomaly!.expected - 95)).toBeLessThan(1.5);
    expect(anomaly!.low).toBeGreaterThan(anomaly!.value);
    expect(others).toEqual([]);
  });

  test('turns with the scale of its values', () => {
    const step = noise(19);
    const values = times(30, (n) => 80 + 0.4 * n + step());
    const plain = forecast(values, { season: 12, red: 70, target: 90 });
    const large = forecast(values.map((value) => value * 8), { season: 12, red: 560, target: 720 }); // prettier-ignore
    expect(large.model).toBe(plain.model);
    expect(large.breach).toEqual(plain.breach);
    expect(large.backtest).toMatchObject({ mase: plain.backtest!.mase, coverage95: plain.backtest!.coverage95 });
    large.intervals.forEach(({ low95, high80 }, n) => {
      expect(low95).toBeCloseTo(plain.intervals[n]!.low95 * 8, 2);
      expect(high80).toBeCloseTo(plain.intervals[n]!.high80 * 8, 2);
    });
    const mirrored = forecast(values.map((value) => -value), { direction: 'minimise', red: -70, target: -90 }); // prettier-ignore
    expect(mirrored.breach).toEqual(forecast(values, { red: 70, target: 90 }).breach);
  });

  test('answers any series in its shape, with shares between 0 and 1', () => {
    const values = fc.array(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { minLength: 1, maxLength: 34 });
    fc.assert(
      fc.property(values, fc.constantFrom(undefined, 12), (series, season) => {
        const answer = forecast(series, { target: 1, red: 0, ...(season && { season }) });
        expect(ForecastAnswer.safeParse(answer).success).toBe(true);
        for (const share of [answer.breach?.red ?? 0, answer.breach?.target ?? 0]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('is quick enough to be computed while somebody waits', () => {
    // A bound against a search that grows with the square of the series, not a measurement.
    const step = noise(23);
    const { backtest } = forecast(times(120, (n) => wave(n) + step()), { season: 12 }); // prettier-ignore
    expect(backtest!.folds).toBe(96);
  });
});
