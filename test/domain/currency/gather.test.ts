import { gather } from '../../../domain/currency/gather';

const rate = { base: 'USD', quote: 'CNY', rate: '7.10', on: '2026-10-30', source: 'central bank' };
const wanted = { to: 'CNY', on: '2026-11-02', rates: [rate] };

describe('amounts of several currencies', () => {
  test('come together at their rates, each of which is named once', () => {
    const { parts, rates, withoutRate } = gather(
      [
        { amount: '100', currency: 'USD' },
        { amount: 0.3, currency: 'USD' },
        { amount: '5', currency: 'CNY' },
      ],
      wanted,
    );
    expect(parts.map(({ exact }) => exact?.toString())).toEqual(['710', '2.13', '5']);
    expect(rates).toEqual([{ ...rate, inverted: false }]);
    expect(withoutRate).toEqual([]);
  });

  test('stay out without a rate, and are named', () => {
    const { parts, rates, withoutRate } = gather(
      [
        { amount: '1', currency: 'GBP' },
        { amount: '2', currency: 'CNY' },
      ],
      wanted,
    );
    expect(parts.map(({ exact }) => exact?.toString() ?? null)).toEqual([null, '2']);
    expect(rates).toEqual([]);
    expect(withoutRate).toEqual(['GBP']);
  });
});
