import fc from 'fast-check';
import { convert } from '../../../domain/currency/convert';
import { ExchangeRate } from '../../../domain/currency/schema';

const rate = (pair: string, value: string, on: string): ExchangeRate => ({
  base: pair.slice(0, 3),
  quote: pair.slice(3),
  rate: value,
  on,
  source: 'central bank',
});
const money = (amount: string, currency: string) => ({ amount, currency });

const RATES = [
  rate('USDCNY', '7.1046', '2026-10-30'),
  rate('USDCNY', '7.0800', '2026-11-02'),
  rate('EURCNY', '8.2000', '2026-10-30'),
  rate('USDJPY', '150', '2026-10-30'),
];

describe('a conversion', () => {
  test.each([
    ['goes by the rate of the day', '100.00', 'USD', 'CNY', '2026-11-02', '708.00'],
    ['goes by the newest rate before a day without one', '100.00', 'USD', 'CNY', '2026-11-01', '710.46'],
    ['never looks ahead', '100.00', 'USD', 'CNY', '2026-10-30', '710.46'],
    ['turns a pair round', '710.46', 'CNY', 'USD', '2026-10-30', '100.00'],
    ['crosses over a third currency', '100.00', 'EUR', 'USD', '2026-10-30', '115.42'],
    ['keeps what is in the currency already', '12.30', 'CNY', 'CNY', '1999-01-01', '12.30'],
    ['rounds half up to units that have no cents', '0.05', 'USD', 'JPY', '2026-10-30', '8'],
    ['rounds a charge to us half away from zero', '-0.05', 'USD', 'JPY', '2026-10-30', '-8'],
  ])('%s', (_, amount, from, to, on, expected) => {
    expect(convert(money(amount, from), { to, on, rates: RATES }).to).toEqual(money(expected, to));
  });

  test('shows each rate that it went by', () => {
    expect(convert(money('100.00', 'EUR'), { to: 'USD', on: '2026-11-05', rates: RATES }).steps).toEqual([
      { ...RATES[2], inverted: false },
      { ...RATES[1], inverted: true },
    ]);
    expect(convert(money('1.00', 'CNY'), { to: 'CNY', on: '2026-11-05', rates: [] }).steps).toEqual([]);
  });

  test('takes the cross whose older leg is newest, whatever the order of rates', () => {
    const rates = [
      rate('GBPUSD', '2', '2026-10-01'),
      rate('USDCHF', '1', '2026-11-01'),
      rate('GBPEUR', '1', '2026-10-20'),
      rate('EURCHF', '1', '2026-10-20'),
    ];
    const asked = { to: 'CHF', on: '2026-11-05' };
    expect(convert(money('1.00', 'GBP'), { ...asked, rates }).to.amount).toBe('1.00');
    expect(convert(money('1.00', 'GBP'), { ...asked, rates: rates.toReversed() }).to.amount).toBe('1.00');
  });

  test('prefers the pair as asked to its inverse of the same day, and the newer one otherwise', () => {
    const rates = [rate('USDCNY', '7', '2026-11-01'), rate('CNYUSD', '0.2', '2026-11-01')];
    expect(convert(money('1.00', 'USD'), { to: 'CNY', on: '2026-11-01', rates }).to.amount).toBe('7.00');
    const newer = [...rates, rate('CNYUSD', '0.125', '2026-11-02')];
    expect(convert(money('1.00', 'USD'), { to: 'CNY', on: '2026-11-02', rates: newer }).to.amount).toBe('8.00');
  });

  test.each([
    ['before its first rate', 'USD', 'CNY', '2026-10-29'],
    ['of a currency that nobody knows', 'GBP', 'CNY', '2026-11-01'],
  ])('%s is refused with the pair and the day', (_, from, to, on) => {
    const refused = expect.objectContaining({
      code: 'NO_RATE',
      message: `There is no rate from ${from} to ${to} on or before ${on}.`,
    });
    expect(() => convert(money('1.00', from), { to, on, rates: RATES })).toThrow(refused);
  });

  test('there and back loses at most what rounding takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), fc.integer({ min: 1e5, max: 1e9 }), (cents, scaled) => {
        const rates = [rate('USDCNY', (scaled / 1e5).toFixed(5), '2026-01-01')];
        const there = convert(money((cents / 100).toFixed(2), 'USD'), { to: 'CNY', on: '2026-01-01', rates });
        const back = convert(there.to, { to: 'USD', on: '2026-01-01', rates });
        expect(Math.abs(Math.round(Number(back.to.amount) * 100) - cents)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a rate', () => {
  const body = { base: 'USD', quote: 'CNY', rate: '7.1', on: '2026-11-01', source: 'central bank' };

  test.each([
    ['of nothing', { rate: '0.000' }],
    ['below nothing', { rate: '-7' }],
    ['in words', { rate: 'seven' }],
    ['in the notation of science', { rate: '7e1' }],
    ['of a currency to itself', { quote: 'USD' }],
    ['of something that is no currency', { base: 'XQZ' }],
    ['on a day that is none', { on: '2026-02-30' }],
    ['without a source', { source: ' ' }],
  ])('%s is refused', (_, part) => {
    expect(ExchangeRate.safeParse({ ...body, ...part }).success).toBe(false);
    expect(ExchangeRate.safeParse(body).success).toBe(true);
  });
});
