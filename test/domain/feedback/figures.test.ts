import fc from 'fast-check';
import {
  type Answer,
  csatOf,
  figureOf,
  LEAST_ANSWERS,
  npsOf,
  pooled,
  remarksOf,
} from '../../../domain/feedback/figures';

const rated = (csat: readonly number[]): readonly Answer[] =>
  csat.map((value) => ({ csat: value, nps: null, comment: null }));
const recommended = (nps: readonly number[]): readonly Answer[] =>
  nps.map((value) => ({ csat: null, nps: value, comment: null }));
const times = (value: number, n: number): readonly number[] => Array.from({ length: n }, () => value);

describe('satisfaction', () => {
  test.each<[readonly number[], number, number]>([
    [[5, 4, 3, 2, 1], 4000, 3],
    [[5, 5, 5, 5, 5], 10_000, 5],
    [[1, 2, 3, 3, 3], 0, 2.4],
    [[4, 4, 4, 3, 3, 3, 3], 4286, 3.43],
  ])('of %j is a share of %d bp and a mean of %d', (given, shareBp, mean) => {
    expect(csatOf(rated(given))).toEqual({ n: given.length, enough: true, shareBp, mean });
  });

  test('has no figure with four answers, whatever they are', () => {
    expect(csatOf(rated([5, 5, 5, 5]))).toEqual({ n: 4, enough: false, shareBp: null, mean: null });
  });
});

describe('the net promoter score', () => {
  test.each<[string, readonly number[], number]>([
    ['is 100 where all promote', times(10, 5), 100],
    ['is -100 where all detract', times(6, 5), -100],
    ['is 0 where all are passive', [...times(7, 3), ...times(8, 3)], 0],
    // 50 % promoters and 20 % detractors: the usual textbook example.
    ['is 30 for 50 promoters, 30 passives and 20 detractors', [...times(9, 50), ...times(7, 30), ...times(3, 20)], 30],
    ['draws its lines at 6|7 and 8|9', [0, 6, 7, 8, 9, 10], 0],
    ['is told on one decimal', [10, 10, 7, 7, 7, 7, 7], 28.6],
  ])('%s', (_what, given, score) => {
    expect(npsOf(recommended(given))).toMatchObject({ n: given.length, enough: true, score });
  });

  test('has the adjusted Wald interval around (p - d + 0) / (n + 3)', () => {
    // 15.75 of 39 promote, 9.75 of 39 detract: centre 15.38, standard error 12.71, times 1.96.
    const given = [...times(9, 15), ...times(8, 12), ...times(2, 9)];
    expect(npsOf(recommended(given))).toEqual({
      ...{ n: 36, enough: true, score: 16.7, margin: 24.9, low: -9.5, high: 40.3 },
      ...{ promoters: 15, passives: 12, detractors: 9 },
    });
  });

  test('stays inside its scale, with an interval that widens as answers get fewer', () => {
    const many = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: LEAST_ANSWERS, maxLength: 60 });
    fc.assert(
      fc.property(many, (given) => {
        const { score, low, high, margin } = npsOf(recommended(given));
        expect(Math.abs(score ?? 999)).toBeLessThanOrEqual(100);
        expect(low).toBeGreaterThanOrEqual(-100);
        expect(high).toBeLessThanOrEqual(100);
        const fourfold = npsOf(recommended([...given, ...given, ...given, ...given]));
        expect(fourfold.score).toBe(score);
        expect(fourfold.margin).toBeLessThan(margin ?? 0);
      }),
    );
  });

  test('shows neither figure nor counts with four answers', () => {
    const figure = npsOf(recommended([9, 9, 1, 7]));
    expect(Object.entries(figure).filter(([, value]) => value !== null)).toEqual([
      ['n', 4],
      ['enough', false],
    ]);
  });
});

test('surveys with too few answers stay out of what several surveys say together', () => {
  const [five, two] = [rated([5, 5, 5, 5, 5]), rated([1, 1])];
  expect(csatOf(pooled([five, two]))).toMatchObject({ n: 5, shareBp: 10_000 });
  expect(csatOf(pooled([two, two, two]))).toMatchObject({ n: 0, enough: false });
  expect(csatOf(pooled([five, five]))).toMatchObject({ n: 10 });
});

test('a KPI takes a share in per cent, a mean or a score, and nothing of too few answers', () => {
  const answers: readonly Answer[] = [1, 2, 3, 4, 5].map((csat) => ({ csat, nps: csat + 5, comment: null }));
  expect(figureOf(answers, 'csat-share')).toBe(40);
  expect(figureOf(answers, 'csat-mean')).toBe(3);
  expect(figureOf(answers, 'nps')).toBe(20);
  for (const figure of ['csat-share', 'csat-mean', 'nps'] as const)
    expect(figureOf(answers.slice(1), figure)).toBeNull();
});

test('remarks come in an order of their own, and none at all where people could be told apart', () => {
  const said = (comment: string | null): Answer => ({ csat: 3, nps: null, comment });
  const answers = [said('b'), said(null), said('a'), said('c'), said('')];
  expect(remarksOf(answers)).toEqual(['a', 'b', 'c']);
  expect(remarksOf(answers.slice(1))).toEqual([]);
});
