import fc from 'fast-check';
import { leagueOf, type Served } from '../../../domain/review/league';
import { periodsFor, rollingNow, scoreIn } from '../../../domain/review/period-view';
import { scoreRolling } from '../../../domain/review/rolling-score';
import { SHIPPED_SCORE_RULES } from '../../../domain/review/rules';
import type { Aggregate } from '../../../domain/review/rules-schema';
import { Decay } from '../../../domain/review/schema';
import { aggregateOf, vendorStanding } from '../../../domain/review/vendor-score';

const served = (vendorId: string, score: number | null, part: Partial<Served> = {}): Served => ({
  vendorId,
  vendor: vendorId.toUpperCase(),
  engagementId: `${vendorId}-1`,
  score,
  previous: null,
  spend: 100,
  currency: 'CNY',
  ...part,
});
const league = (...list: Served[]) => leagueOf(list, SHIPPED_SCORE_RULES);
const ranks = (...list: Served[]) => league(...list).map(({ vendorId, rank }) => [vendorId, rank]);

// Standard competition ranking ("1224"); percentile rank by mid-point: Roscoe 1975, (below + same/2) / n.
describe('a league', () => {
  test('shares a rank among equals and leaves out the next one', () =>
    expect(ranks(served('a', 90), served('b', 80), served('c', 80), served('d', 70))).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 2],
      ['d', 4],
    ]));

  test('puts who has no score last, without a rank', () =>
    expect(ranks(served('a', null), served('b', 10))).toEqual([
      ['b', 1],
      ['a', null],
    ]));

  test('gives percentiles from five scored vendors on, by mid-point', () => {
    const five = [50, 60, 60, 70, 80].map((score, index) => served(`v${index}`, score));
    expect(league(...five).map(({ percentile }) => percentile)).toEqual([90, 70, 40, 40, 10]);
    expect(league(...five.slice(1), served('x', null)).map(({ percentile }) => percentile)).not.toContain(70);
    expect(new Set(league(...five.slice(1)).map(({ percentile }) => percentile))).toEqual(new Set([null]));
  });

  test.each([
    [80, 'stable', 2],
    [79.9999, 'up', 2.0001],
    [84, 'stable', -2],
    [84.0001, 'down', -2.0001],
    [null, 'new', null],
  ])('from %s to 82 is %s', (previous, trend, change) =>
    expect(league(served('a', 82, { previous }))[0]).toMatchObject({ trend, change }),
  );

  test('names the first three and the last three, never the same vendor', () => {
    const places = (n: number) =>
      league(...Array.from({ length: n }, (_, i) => served(`v${i}`, 90 - i))).map(({ place }) => place);
    expect(places(1)).toEqual([null]);
    expect(places(4)).toEqual(['top', 'top', 'bottom', 'bottom']);
    expect(places(7)).toEqual(['top', 'top', 'top', null, 'bottom', 'bottom', 'bottom']);
    expect(league(...['a', 'b', 'c'].map((id) => served(id, 50))).map(({ place }) => place)).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('counts all engagements of a vendor, the dearer ones more', () => {
    const [line] = league(served('a', 90, { spend: 300, previous: 90 }), served('a', 50, { spend: 100, previous: 70 }));
    expect(line).toMatchObject({ score: 80, previous: 85, trend: 'down', engagements: 2 });
  });

  test('is the same whatever the order it was read in', () => {
    const entry = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), score: fc.option(fc.integer({ min: 0, max: 4 })) }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(entry), (list) => {
        const one = league(...list.map(({ id, score }) => served(id, score)));
        expect(league(...list.toReversed().map(({ id, score }) => served(id, score)))).toEqual(one);
      }),
    );
  });
});

describe('several figures become one', () => {
  const parts = [
    { value: 90, spend: 300, currency: 'CNY' },
    { value: 50, spend: 100, currency: 'CNY' },
  ];
  test.each([
    ['spend-weighted', 80],
    ['avg', 70],
    ['sum', 140],
    ['min', 50],
    ['max', 90],
  ] as [Aggregate, number][])('%s', (by, expected) => expect(aggregateOf(parts, by)).toBe(expected));

  test.each([
    ['without any spend', parts.map((part) => ({ ...part, spend: 0 }))],
    ['across currencies', [parts[0]!, { ...parts[1]!, currency: 'EUR' }]],
  ])('%s all weigh the same', (_, list) => expect(aggregateOf(list, 'spend-weighted')).toBe(70));

  test('nothing becomes nothing', () => expect(aggregateOf([], 'sum')).toBeNull());
});

describe('the standing of a vendor', () => {
  const own = (score: number | null, ...standings: string[]) =>
    vendorStanding({ score, standings }, SHIPPED_SCORE_RULES);
  test.each([
    ['is the worst of its engagements', own(85, 'excellent', 'poor', 'average'), 'poor'],
    ['takes no notice of who is unrated', own(85, 'unrated', 'excellent'), 'excellent'],
    ['is unrated while nothing is rated', own(null, 'unrated'), 'unrated'],
    [
      'is the band of its own score where that is set',
      vendorStanding(
        { score: 85, standings: ['poor'] },
        { ...SHIPPED_SCORE_RULES, vendor: { ...SHIPPED_SCORE_RULES.vendor, standing: 'of-score' } },
      ),
      'excellent',
    ],
  ])('%s', (_, standing, expected) => expect(standing).toBe(expected));
});

describe('the score now and before', () => {
  const cards = [
    { period: '2026-06', score: 40 },
    { period: '2026-07', score: 60 },
    { period: '2026-08', score: 80 },
    { period: '2026-Q3', score: 100 },
    { period: '2026-10', score: null },
  ];
  test.each([
    ['2026-08', { score: 80, previous: 60 }],
    ['2026-Q3', { score: 80, previous: 40 }],
    ['2026-10', { score: null, previous: null }],
  ])('of %s', (period, expected) => expect(scoreIn(cards, period)).toEqual(expected));

  test('of the rolling score is what it was before the newest rated period', () => {
    expect(rollingNow(cards.slice(0, 2), { rolling: 'flat' })).toEqual({ score: 50, previous: 40 });
    expect(rollingNow([], { rolling: 'flat' })).toEqual({ score: null, previous: null });
  });

  test.each(Decay.options)(
    'of the rolling score is that of the calculator, also after periods without one (%s)',
    (rolling) =>
      expect(rollingNow(cards, { rolling }).score).toBe(scoreRolling({ periods: cards, decay: rolling }).score),
  );

  test.each(['2026-08', '2026-Q3', '2026-Q1'])('of %s needs no other periods than those that are named', (period) => {
    const needed = periodsFor(period);
    expect(
      scoreIn(
        cards.filter((card) => needed.includes(card.period)),
        period,
      ),
    ).toEqual(scoreIn(cards, period));
  });
});
