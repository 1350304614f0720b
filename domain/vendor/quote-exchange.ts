import { HIDDEN_COSTS } from '../tender/schema';
import { type ExchangeColumn, exchangeColumn } from './exchange';

type Texts = readonly [en: string, zh: string];

const HIDDEN_TITLES = {
  transition: ['Transition', '过渡移交'],
  tooling: ['Tooling', '工具与系统'],
  travel: ['Travel', '差旅'],
  changeRequests: ['Change requests', '变更请求'],
  taxes: ['Taxes', '税费'],
  fx: ['Exchange rate', '汇率'],
  exit: ['Exit', '退出'],
} satisfies Readonly<Record<(typeof HIDDEN_COSTS)[number], Texts>>;

const ANSWER: Texts = [
  'Hidden cost over the whole term: empty means not answered, 0 means none.',
  '整个期间的隐性成本：留空表示未答复，0 表示没有。',
];

/** Columns of the sheet that brings in quotes, one row for each candidate. */
export const QUOTE_COLUMNS: readonly ExchangeColumn[] = [
  exchangeColumn(
    ['vendor', 'text', true],
    ['Vendor', '供应商'],
    ['ID, USCC, LEI or exact name of a vendor that is on record.', '已建档供应商的编号、信用代码、LEI 或全名。'],
  ),
  exchangeColumn(
    ['currency', 'text', false],
    ['Currency', '币种'],
    [
      'Empty: that of the engagement. Others are converted at the rate of the day.',
      '留空即外包项目的币种；其他币种按当日汇率折算。',
    ],
  ),
  exchangeColumn(
    ['oneOff', 'amount', true],
    ['One-off', '一次性费用'],
    ['An amount such as 1234.50, without separators.', '金额，如 1234.50，不带千位分隔符。'],
  ),
  exchangeColumn(
    ['annual', 'amount', true],
    ['Annual', '年度费用'],
    ['An amount such as 1234.50, without separators.', '金额，如 1234.50，不带千位分隔符。'],
  ),
  exchangeColumn(['years', 'number', true], ['Years', '年数'], ['Above 0, at most 50.', '大于 0，不超过 50。']),
  ...HIDDEN_COSTS.map((cost) => exchangeColumn([cost, 'amount', false], HIDDEN_TITLES[cost], ANSWER)),
  exchangeColumn(
    ['validUntil', 'date', false],
    ['Valid until', '有效期至'],
    ['A date such as 2027-03-05; may stay empty.', '日期，如 2027-03-05，可留空。'],
  ),
  exchangeColumn(
    ['assumptions', 'text', false],
    ['Assumptions', '前提假设'],
    ['What the quote relies on; may stay empty.', '报价所依据的前提，可留空。'],
  ),
];

type Cells = Readonly<Record<string, string>>;

/** The quote that a row stands for, still to be checked; an empty hidden cost is one that nobody has answered. */
export function quoteBodyOf(cells: Cells, currency: string): Readonly<Record<string, unknown>> {
  const textOf = (key: string): string => cells[key] ?? '';
  const money = (key: string) => (textOf(key) === '' ? undefined : { amount: textOf(key), currency });
  return {
    oneOff: money('oneOff'),
    annual: money('annual'),
    years: numberOf(textOf('years')),
    hiddenCosts: Object.fromEntries(HIDDEN_COSTS.map((cost) => [cost, money(cost) ?? null])),
    ...(textOf('validUntil') && { validUntil: textOf('validUntil') }),
    ...(textOf('assumptions') && { assumptions: textOf('assumptions') }),
  };
}

/** Text that is no plain number stays as it is, for the schema to refuse. */
const numberOf = (text: string): number | string | undefined =>
  text === '' ? undefined : /^\d{1,6}(\.\d{1,9})?$/.test(text) ? Number(text) : text;

/** The column that a fault in a quote belongs to. */
export function quoteColumnOf(path: string): string | null {
  const [first = '', second = ''] = path.split('.');
  return (first === 'hiddenCosts' ? second : first) || null;
}
