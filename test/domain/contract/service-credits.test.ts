import fc from 'fast-check';
import { earnBack } from '../../../domain/contract/earn-back';
import { EarnBackInput, ServiceCreditsInput } from '../../../domain/contract/schema';
import { serviceCredits } from '../../../domain/contract/service-credits';

type Miss = ServiceCreditsInput['misses'][number];
const cny = (amount: string) => ({ amount, currency: 'CNY' });
const miss = (key: string, poolBp: number, allocationBp: number, changes: Partial<Miss> = {}): Miss => ({
  key,
  poolBp,
  allocationBp,
  ...changes,
});
const credits = (misses: Miss[], changes: Partial<ServiceCreditsInput> = {}) =>
  serviceCredits({ invoice: cny('100000.00'), atRiskBp: 1000, misses, ...changes });
const amounts = (answer: ReturnType<typeof serviceCredits>) => answer.lines.map(({ money }) => money.amount);

describe('service credits', () => {
  test('are the at-risk amount times pool times allocation', () =>
    expect(credits([miss('uptime', 5000, 4000)])).toEqual({
      lines: [{ key: 'uptime', money: cny('2000.00') }],
      total: cny('2000.00'),
      cap: cny('10000.00'),
      capped: false,
    }));

  test('are nothing without a miss', () =>
    expect(credits([])).toEqual({ lines: [], total: cny('0.00'), cap: cny('10000.00'), capped: false }));

  test('leave excluded misses at nothing', () =>
    expect(amounts(credits([miss('a', 5000, 4000, { excluded: true }), miss('b', 1000, 1000)]))).toEqual([
      '0.00',
      '100.00',
    ]));

  test('are multiplied for a repeated miss', () =>
    expect(amounts(credits([miss('a', 5000, 4000, { multiplierBp: 15_000 })]))).toEqual(['3000.00']));

  test('shrink in proportion beyond the cap', () => {
    const answer = credits([miss('a', 10_000, 10_000), miss('b', 10_000, 5000), miss('c', 10_000, 5000)]);
    expect(amounts(answer)).toEqual(['5000.00', '2500.00', '2500.00']);
    expect(answer).toMatchObject({ total: cny('10000.00'), capped: true });
  });

  test('give the last cents to the largest remainders', () => {
    const answer = credits([miss('a', 10_000, 10_000), miss('b', 10_000, 10_000), miss('c', 10_000, 10_000)], {
      invoice: cny('1000.00'),
    });
    expect(amounts(answer)).toEqual(['33.34', '33.33', '33.33']);
  });

  test('exactly at the cap are not capped', () =>
    expect(credits([miss('a', 5000, 10_000), miss('b', 5000, 10_000)])).toMatchObject({
      total: cny('10000.00'),
      capped: false,
    }));

  test('never round above the cap', () => {
    const halves = credits([miss('a', 5000, 10_000), miss('b', 5000, 10_000)], { invoice: cny('0.10') });
    expect(halves).toMatchObject({ total: cny('0.01'), cap: cny('0.01') });
  });

  test('know currencies without cents', () =>
    expect(
      credits([miss('a', 3333, 10_000)], { invoice: { amount: '1000', currency: 'JPY' } }).lines[0]?.money,
    ).toEqual({ amount: '33', currency: 'JPY' }));

  const bp = fc.integer({ min: 0, max: 10_000 });
  const misses = fc
    .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), bp, bp), {
      selector: ([key]) => key,
      minLength: 1,
      maxLength: 12,
    })
    .map((rows) => rows.map(([key, pool, allocation]) => miss(key, pool, allocation)));
  const invoice = fc.integer({ min: 0, max: 100_000_000 }).map((cents) => cny((cents / 100).toFixed(2)));
  const cents = (amount: string) => Math.round(Number(amount) * 100);

  test('sum to their total, never exceed the cap, and meet it exactly when capped', () => {
    fc.assert(
      fc.property(invoice, bp, misses, (paid, atRiskBp, list) => {
        const answer = credits(list, { invoice: paid, atRiskBp });
        const total = amounts(answer).reduce((sum, amount) => sum + cents(amount), 0);
        expect(total).toBe(cents(answer.total.amount));
        expect(total).toBeLessThanOrEqual(cents(answer.cap.amount));
        if (answer.capped) expect(answer.total).toEqual(answer.cap);
      }),
    );
  });

  test('do not depend on the order of misses', () => {
    fc.assert(
      fc.property(invoice, misses, (paid, list) => {
        const byKey = (some: Miss[]) =>
          Object.fromEntries(
            credits(some, { invoice: paid, atRiskBp: 900 }).lines.map(({ key, money }) => [key, money]),
          );
        expect(byKey(list.toReversed())).toEqual(byKey(list));
      }),
    );
  });

  const body = (changes: object) => ({ invoice: cny('1'), atRiskBp: 1000, misses: [], ...changes });
  test.each([
    ['invoice.amount', { invoice: cny('-1.00') }],
    ['invoice.amount', { invoice: cny('1.001') }],
    ['atRiskBp', { atRiskBp: 10_001 }],
    ['misses.1.key', { misses: [miss('a', 1, 1), miss('a', 1, 1)] }],
    ['misses.0.poolBp', { misses: [miss('a', -1, 1)] }],
  ])('name %s when it is wrong', (path, changes) =>
    expect(ServiceCreditsInput.safeParse(body(changes)).error?.issues[0]?.path.join('.')).toBe(path),
  );
});

describe('an earn-back', () => {
  test.each([
    ['three months on target', [99, 99.5, 100], 3, 2],
    ['a relapse starts the count again', [99, 98, 99, 99, 99], 3, 4],
    ['too few months', [99, 99], 3, null],
    ['no months', [], 1, null],
    ['never on target', [98, 97, 98.9], 1, null],
    ['the first run decides', [99, 90, 99], 1, 0],
  ])('%s', (_, values, window, atIndex) =>
    expect(earnBack({ target: 99, direction: 'maximise', values, window })).toEqual({
      reversed: atIndex !== null,
      atIndex,
    }),
  );

  test('looks the other way for what is to be low', () =>
    expect(earnBack({ target: 4, direction: 'minimise', values: [5, 4, 3], window: 2 })).toEqual({
      reversed: true,
      atIndex: 2,
    }));

  test('needs a window', () =>
    expect(EarnBackInput.safeParse({ target: 1, direction: 'maximise', values: [], window: 0 }).success).toBe(false));
});
