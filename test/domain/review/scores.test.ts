import fc from 'fast-check';
import { scorePeriod } from '../../../domain/review/period-score';
import { scoreRolling } from '../../../domain/review/rolling-score';
import { PeriodScoreInput, RollingScoreInput } from '../../../domain/review/schema';

type Kpi = PeriodScoreInput['kpis'][number];
const kpi = (key: string, weightBp: number, score: number | null, status?: Kpi['status']): Kpi => ({
  key,
  weightBp,
  score,
  ...(status && { status }),
});
const period = (...kpis: Kpi[]) => scorePeriod({ kpis });

describe('a period score', () => {
  test.each([
    ['weighs all KPIs', [kpi('a', 6000, 90), kpi('b', 4000, 50)], 74, 10_000, false],
    ['counts missing as nothing', [kpi('a', 6000, 90), kpi('b', 4000, null, 'missing')], 54, 10_000, false],
    ['leaves out what is unavailable', [kpi('a', 6000, 90), kpi('b', 4000, null, 'unavailable')], 90, 6000, false],
    ['leaves out what had no activity', [kpi('a', 6000, 90), kpi('b', 4000, null, 'no_activity')], 90, 6000, false],
    ['leaves out what is not rated', [kpi('a', 7000, 90), kpi('b', 3000, null)], 90, 7000, false],
    ['is provisional below 60 % coverage', [kpi('a', 5999, 90), kpi('b', 4001, null, 'unavailable')], 90, 5999, true],
    ['is nothing when nothing is rated', [kpi('a', 10_000, null, 'unavailable')], null, 0, true],
    ['of missing values only is zero', [kpi('a', 10_000, null, 'missing')], 0, 10_000, false],
    ['needs weight, not only a rating', [kpi('a', 0, 90), kpi('b', 10_000, null, 'unavailable')], null, 0, true],
    ['is exact to four decimals', [kpi('a', 3333, 100), kpi('b', 6667, 50)], 66.665, 10_000, false],
  ])('%s', (_, kpis, score, coverageBp, provisional) =>
    expect(period(...kpis)).toEqual({ score, coverageBp, provisional }),
  );

  test('lies between its lowest and highest KPI, in any order', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(scores, (list) => {
        const even = Math.floor(10_000 / list.length);
        const kpis = list.map((score, i) => kpi(`k${i}`, i === 0 ? 10_000 - even * (list.length - 1) : even, score));
        const { score } = period(...kpis);
        expect(score).toBeGreaterThanOrEqual(Math.min(...list));
        expect(score).toBeLessThanOrEqual(Math.max(...list));
        expect(period(...kpis.toReversed()).score).toBe(score);
      }),
    );
  });

  test.each([
    ['kpis', { kpis: [kpi('a', 9999, 1)] }],
    ['kpis', { kpis: [kpi('a', 5000, 1), kpi('b', 5001, 1)] }],
    ['kpis.1.key', { kpis: [kpi('a', 5000, 1), kpi('a', 5000, 1)] }],
    ['kpis.0.weightBp', { kpis: [kpi('a', 10_000.5, 1)] }],
    ['kpis.0.score', { kpis: [kpi('a', 10_000, 101)] }],
  ])('names %s when it is wrong', (path, body) =>
    expect(PeriodScoreInput.safeParse(body).error?.issues[0]?.path.join('.')).toBe(path),
  );
});

type Past = RollingScoreInput['periods'][number];
const past = (name: string, score: number | null, status?: Past['status']): Past => ({
  period: name,
  score,
  ...(status && { status }),
});
const rolling = (periods: Past[], options: Partial<RollingScoreInput> = {}) => scoreRolling({ periods, ...options });

describe('a rolling score', () => {
  test('weighs the newest most', () =>
    expect(rolling([past('2026-10', 60), past('2026-09', 80), past('2026-08', 100)])).toEqual({
      score: 78.7879,
      standing: 'average',
    }));

  test.each([
    ['a skipped month ages the others', [past('2026-10', 60), past('2026-08', 100)], {}, 78.1818],
    [
      'a month without activity is left out but ages the others',
      [past('2026-10', null, 'no_activity'), past('2026-09', 60), past('2026-07', 100)],
      {},
      78,
    ],
    ['twelve months ago counts nothing', [past('2026-10', 60), past('2025-10', 100)], {}, 60],
    ['eleven months ago counts a twelfth', [past('2026-10', 60), past('2025-11', 100)], {}, 63.0769],
    [
      'four quarters weigh each quarter alike',
      [past('2026-10', 60), past('2026-09', 80), past('2026-08', 100), past('2026-Q2', 30)],
      { decay: 'last-4-quarters' },
      60,
    ],
    [
      'four quarters forget the fifth',
      [past('2026-Q4', 60), past('2025-Q4', 0), past('2026-Q1', 80)],
      { decay: 'last-4-quarters' },
      70,
    ],
    [
      'four quarters are counted back from the day',
      [past('2026-Q1', 90), past('2025-Q4', 0)],
      { decay: 'last-4-quarters', asOf: '2026-12-31' },
      90,
    ],
    [
      'four quarters without a rating',
      [past('2026-Q4', null), past('2025-Q2', 50)],
      { decay: 'last-4-quarters', asOf: '2026-Q4' },
      null,
    ],
    ['flat weighs all alike', [past('2026-10', 60), past('2024-09', 80), past('2026-08', 100)], { decay: 'flat' }, 80],
    [
      'as of a later month everything is older',
      [past('2026-08', 100), past('2026-07', 0)],
      { asOf: '2026-12' },
      53.3333,
    ],
    ['as of a date in that month too', [past('2026-08', 100), past('2026-07', 0)], { asOf: '2026-12-24' }, 53.3333],
    ['later periods than asOf are not known yet', [past('2026-10', 0), past('2026-09', 80)], { asOf: '2026-09' }, 80],
    ['quarters are three months apart', [past('2026-Q3', 60), past('2026-Q2', 100)], {}, 77.1429],
    ['a provisional period counts', [past('2026-10', 40, 'provisional')], {}, 40],
  ] as [string, Past[], Partial<RollingScoreInput>, number | null][])('%s', (_, periods, options, score) =>
    expect(rolling(periods, options).score).toBe(score),
  );

  test.each([
    ['no period', [], {}],
    ['none rated', [past('2026-10', null)], {}],
    ['no activity', [past('2026-10', 90, 'no_activity')], {}],
    ['all forgotten', [past('2026-10', 90)], { asOf: '2028-01' }],
  ])('%s is unrated, never 100', (_, periods, options) =>
    expect(rolling(periods, options)).toEqual({ score: null, standing: 'unrated' }),
  );

  test('does not depend on the order of periods and stays within their range', () => {
    const list = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 100 })), {
      selector: ([m]) => m,
      minLength: 1,
    });
    fc.assert(
      fc.property(list, (rows) => {
        const periods = rows.map(([month, score]) => past(`2026-${String(month).padStart(2, '0')}`, score));
        const { score } = rolling(periods);
        expect(rolling(periods.toReversed()).score).toBe(score);
        expect(score).toBeGreaterThanOrEqual(Math.min(...rows.map(([, s]) => s)));
        expect(score).toBeLessThanOrEqual(Math.max(...rows.map(([, s]) => s)));
      }),
    );
  });

  const bands = (...list: [string, number, number][]) => ({
    periods: [],
    bands: list.map(([key, min, max]) => ({ key, min, max })),
  });
  test.each([
    ['bands.1.min', bands(['low', 0, 40], ['high', 50, 100])],
    ['bands.1.min', bands(['low', 0, 60], ['high', 50, 100])],
    ['bands.0.min', bands(['high', 50, 100], ['low', 0, 40])],
    ['bands.0.min', bands(['high', 50, 100])],
    ['bands.0.max', bands(['low', 0, 99])],
    ['bands.1.key', bands(['low', 0, 50], ['low', 50, 100])],
    ['bands', bands()],
    ['periods.1.period', { periods: [past('2026-10', 1), past('2026-10', 2)] }],
    ['periods.0.period', { periods: [past('2026-13', 1)] }],
    ['asOf', { periods: [], asOf: 'today' }],
  ])('names %s when it is wrong', (path, body) =>
    expect(RollingScoreInput.safeParse(body).error?.issues[0]?.path.join('.')).toBe(path),
  );

  test('takes bands in any order', () =>
    expect(rolling([past('2026-10', 50)], { bands: [{ key: 'high', min: 50, max: 100 }, { key: 'low', min: 0, max: 50 }] }).standing).toBe('high')); // prettier-ignore
});
