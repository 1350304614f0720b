import fc from 'fast-check';
import { findLowBid } from '../../../domain/vendor/low-bid';
import { rankAll, rankKnown } from '../../../domain/vendor/ranking';
import { SelectionInput } from '../../../domain/vendor/schema';
import { selectVendor } from '../../../domain/vendor/selection';
import Big from 'big.js';

type Candidate = SelectionInput['candidates'][number];
const candidate = (key: string, changes: Partial<Candidate> = {}): Candidate => ({
  key,
  oneOff: '0',
  annual: '100000.00',
  years: 1,
  hiddenCosts: { transition: '0', exit: '0' },
  scores: { qualification: 80, capability: 80, culture: 80 },
  ...changes,
});
const select = (candidates: Candidate[], changes: Partial<SelectionInput> = {}) =>
  selectVendor({
    currency: 'CNY',
    weightsBp: { qualification: 2500, capability: 3000, price: 3000, culture: 1500 },
    candidates,
    ...changes,
  });

describe('a selection', () => {
  test('ranks by total cost and, beside it, by bare quote', () => {
    const { candidates } = select([
      candidate('honest', { annual: '120000.00' }),
      candidate('cheap', { hiddenCosts: { transition: '60000.00', exit: '0' } }),
    ]);
    expect(candidates).toEqual([
      {
        key: 'honest',
        quoteTotal: { amount: '120000.00', currency: 'CNY' },
        tco: { amount: '120000.00', currency: 'CNY' },
        priceScore: 100,
        total: 86,
        rank: 1,
        quoteOnlyPriceScore: 83.3333,
        quoteOnlyTotal: 81,
        quoteOnlyRank: 2,
        flags: [],
      },
      {
        key: 'cheap',
        quoteTotal: { amount: '100000.00', currency: 'CNY' },
        tco: { amount: '160000.00', currency: 'CNY' },
        priceScore: 75,
        total: 78.5,
        rank: 2,
        quoteOnlyPriceScore: 100,
        quoteOnlyTotal: 86,
        quoteOnlyRank: 1,
        flags: ['ABNORMALLY_LOW_BID'],
      },
    ]);
  });

  test('counts the annual fee for every year and the one-off fee once', () =>
    expect(
      select([candidate('a', { oneOff: '500.50', annual: '1000', years: 3 })]).candidates[0]?.quoteTotal.amount,
    ).toBe('3500.50'));

  test('gives no price score, total or rank while a hidden cost is unanswered', () => {
    const { candidates } = select([candidate('open', { hiddenCosts: { transition: null } }), candidate('closed')]);
    expect(candidates[0]).toMatchObject({
      tco: null,
      priceScore: null,
      total: null,
      rank: null,
      quoteOnlyRank: 1,
      flags: ['HIDDEN_COST_UNANSWERED'],
    });
    expect(candidates[1]).toMatchObject({ priceScore: 100, rank: 1, flags: [] });
  });

  test('compares only answered total costs', () => {
    const { candidates } = select([
      candidate('open', { annual: '1', hiddenCosts: { exit: null } }),
      candidate('a', { annual: '200000' }),
      candidate('b'),
    ]);
    expect(candidates.map(({ priceScore }) => priceScore)).toEqual([null, 50, 100]);
  });

  test('a free offer has the best price and leaves the others without points', () => {
    const { candidates } = select([candidate('free', { annual: '0' }), candidate('paid')]);
    expect(candidates.map(({ priceScore }) => priceScore)).toEqual([100, 0]);
  });

  test('equal totals share a rank', () =>
    expect(
      select([candidate('a'), candidate('b'), candidate('c', { annual: '110000' })]).candidates.map(({ rank }) => rank),
    ).toEqual([1, 1, 3]));

  test('does not depend on the order of candidates', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const some = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), amount, amount), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(some, (rows) => {
        const all = rows.map(([key, annual, hidden]) => candidate(key, { annual, hiddenCosts: { exit: hidden } }));
        const byKey = (list: Candidate[]) =>
          Object.fromEntries(select(list).candidates.map((line) => [line.key, { ...line, flags: [] }]));
        expect(byKey(all.toReversed())).toEqual(byKey(all));
      }),
    );
  });

  test('gives the cheapest 100 points and nobody more', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(amounts, (annuals) => {
        const scores = select(annuals.map((annual, index) => candidate(`c${index}`, { annual }))).candidates.map(
          ({ priceScore }) => priceScore ?? 0,
        );
        expect(Math.max(...scores)).toBe(100);
        expect(Math.min(...scores)).toBeGreaterThan(0);
      }),
    );
  });

  const body = (changes: object) => ({ currency: 'CNY', weightsBp: { qualification: 2500, capability: 3000, price: 3000, culture: 1500 }, candidates: [candidate('a')], ...changes }); // prettier-ignore
  test.each([
    ['weightsBp', { weightsBp: { qualification: 2500, capability: 3000, price: 3000, culture: 1501 } }],
    ['candidates.1.key', { candidates: [candidate('a'), candidate('a')] }],
    ['candidates', { candidates: [] }],
    [
      'candidates.0.scores.culture',
      { candidates: [candidate('a', { scores: { qualification: 1, capability: 1, culture: 101 } })] },
    ],
    ['candidates.0.hiddenCosts.exit', { candidates: [candidate('a', { hiddenCosts: { exit: '-5' } })] }],
  ])('names %s when it is wrong', (path, changes) =>
    expect(SelectionInput.safeParse(body(changes)).error?.issues[0]?.path.join('.')).toBe(path),
  );

  test('names the amount that is in another currency', () =>
    expect(() => select([candidate('a', { hiddenCosts: { exit: { amount: '1', currency: 'USD' } } })])).toThrow(
      expect.objectContaining({
        errors: [{ path: 'candidates.0.hiddenCosts.exit', message: 'is in USD, the rest is in CNY' }],
      }),
    ));
});

describe('an abnormally low bid', () => {
  const quotes = (...totals: number[]) =>
    totals.map((total, index) => ({ key: 'abc'[index] ?? '', total: new Big(total) }));

  test.each([
    [[100, 120], 0.2, 'a'],
    [[100, 119.99], 0.1999, null],
    [[120, 100], 0.2, 'b'],
    [[100, 100, 300], 0, null],
    [[300, 80, 100], 0.25, 'b'],
    [[100], null, null],
    [[0, 0], null, null],
    [[0, 10], null, 'a'],
  ])('among %j has the ratio %s and is %s', (totals, ratio, key) =>
    expect(findLowBid(quotes(...totals))).toEqual({ ratio, fence: 0.2, candidate: key }),
  );

  test('is judged by past tenders once eight are known', () => {
    const gaps = [0.02, 0.04, 0.05, 0.05, 0.06, 0.08, 0.1, 0.12];
    expect(findLowBid(quotes(100, 115), gaps.slice(1))).toMatchObject({ fence: 0.2, candidate: null });
    expect(findLowBid(quotes(100, 114), gaps)).toMatchObject({ fence: 0.1413, candidate: null });
    expect(findLowBid(quotes(100, 115), gaps)).toMatchObject({ fence: 0.1413, candidate: 'a' });
  });
});

describe('ranks', () => {
  test('skip after a tie', () => expect(rankAll([5, 9, 5, 1])).toEqual([2, 1, 2, 4]));
  test('pass over what has no score', () => expect(rankKnown([null, 3, 7, null, 3])).toEqual([null, 2, 1, null, 2]));
});
