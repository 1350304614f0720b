import { CurrencyCode } from '../../domain/shapes';

test.each(['CNY', 'USD', 'EUR', 'JPY', 'KWD', 'XAF'])('%s is a currency', (code) => {
  expect(CurrencyCode.safeParse(code).success).toBe(true);
});

test.each(['XXQ', 'ABC', 'cny', 'CN', ''])('%j, which nobody pays in, is none', (code) => {
  expect(CurrencyCode.safeParse(code).success).toBe(false);
});
