import { type ExchangeColumn, exchangeColumn } from '../vendor/exchange';

/** Columns of the sheet that brings in exchange rates. */
export const RATE_COLUMNS: readonly ExchangeColumn[] = [
  exchangeColumn(
    ['base', 'text', true],
    ['Base currency', '基准币种'],
    ['Code of the currency that is priced, such as USD.', '被计价的币种代码，如 USD。'],
  ),
  exchangeColumn(
    ['quote', 'text', true],
    ['Quote currency', '计价币种'],
    ['Code of the currency that it is priced in, such as CNY.', '用于计价的币种代码，如 CNY。'],
  ),
  exchangeColumn(
    ['rate', 'text', true],
    ['Rate', '汇率'],
    [
      'Units of the quote currency for one of the base currency, such as 7.1046.',
      '一单位基准币种折合的计价币种数量，如 7.1046。',
    ],
  ),
  exchangeColumn(
    ['on', 'date', true],
    ['Date', '日期'],
    ['The day of the rate, such as 2026-11-02.', '汇率日期，如 2026-11-02。'],
  ),
  exchangeColumn(['source', 'text', true], ['Source', '来源'], ['Who published it.', '由谁发布。']),
];
