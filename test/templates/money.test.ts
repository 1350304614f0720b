import { formatMoney } from '../../templates/format';

test.each([
  ['3680000', 'CNY', '3,680,000.00 CNY'],
  ['3706000.00', 'CNY', '3,706,000.00 CNY'],
  ['-1234.5', 'EUR', '-1,234.50 EUR'],
  ['0', 'USD', '0.00 USD'],
  ['500', 'JPY', '500 JPY'],
  ['1.5', 'KWD', '1.500 KWD'],
  ['0.125', 'CNY', '0.125 CNY'],
])('%s %s reads %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency })).toBe(text);
});
