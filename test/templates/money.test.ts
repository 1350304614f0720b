import { formatAmount, formatMoney } from '../../templates/format';

test.each([
  ['3680000', 'CNY', '3,680,000.00 CNY'],
  ['3706000.00', 'CNY', '3,706,000.00 CNY'],
  ['-1234.5', 'EUR', '-1,234.50 EUR'],
  ['0', 'USD', '0.00 USD'],
  ['500', 'JPY', '500 JPY'],
  ['1.5', 'KWD', '1.500 KWD'],
  ['0.125', 'CNY', '0.125 CNY'],
  ['1234567.5', 'CNY', '1,234,567.50 CNY'],
  ['-1000', 'EUR', '-1,000.00 EUR'],
  ['1000', 'JPY', '1,000 JPY'],
  ['0.125', 'KWD', '0.125 KWD'],
  ['999.9', 'USD', '999.90 USD'],
  ['90071992547409931.07', 'CNY', '90,071,992,547,409,931.07 CNY'],
])('%s %s reads %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency })).toBe(text);
  expect(`${formatAmount(amount, currency)} ${currency}`).toBe(text);
});
