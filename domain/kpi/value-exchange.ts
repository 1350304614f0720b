import { type ExchangeColumn, exchangeColumn } from '../vendor/exchange';

/** Columns of the sheet that brings in values, one row for each KPI and period. */
export const VALUE_COLUMNS: readonly ExchangeColumn[] = [
  exchangeColumn(['kpi', 'text', true], ['KPI', '指标'], ['Key or exact name of the KPI.', '指标的键或全名。']),
  exchangeColumn(
    ['period', 'text', true],
    ['Period', '期间'],
    [
      'A month such as 2026-10, a quarter 2026-Q3, a half-year 2026-H2 or a year 2026.',
      '月份如 2026-10，季度如 2026-Q3，半年如 2026-H2，年度如 2026。',
    ],
  ),
  exchangeColumn(
    ['value', 'number', false],
    ['Value', '数值'],
    [
      'A plain number such as 99.5, without a unit; empty where there is none.',
      '纯数字，如 99.5，不带单位；没有则留空。',
    ],
  ),
  exchangeColumn(
    ['status', 'text', false],
    ['Status', '状态'],
    ['unavailable or no_activity, where there is no value.', '没有数值时填 unavailable 或 no_activity。'],
  ),
  exchangeColumn(
    ['reason', 'text', false],
    ['Reason', '原因'],
    ['Why there is no value, or why it differs from an earlier one.', '没有数值或与此前不同的原因。'],
  ),
  exchangeColumn(
    ['inputs', 'text', false],
    ['Inputs', '公式输入'],
    ['Of a formula: done=45; due=50.', '公式的输入：done=45; due=50。'],
  ),
  exchangeColumn(['evidence', 'text', false], ['Evidence', '证据'], ['Where the figure comes from.', '数据来源。']),
];

/** What a row says, in the shape of a reported value; what cannot be read is left for the schema to refuse. */
export function reportedBy(cells: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const textOf = (key: string): string => cells[key] ?? '';
  const inputs = textOf('inputs');
  return {
    period: textOf('period'),
    value: textOf('value') === '' ? null : numberOf(textOf('value')),
    ...(textOf('status') !== '' && { status: textOf('status') }),
    ...(textOf('reason') !== '' && { reason: textOf('reason') }),
    ...(textOf('evidence') !== '' && { evidence: textOf('evidence') }),
    ...(inputs !== '' && { inputs: inputsOf(inputs) }),
  };
}

const numberOf = (text: string): number | string => {
  const plain = text.normalize('NFKC').trim();
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(plain) ? Number(plain) : text;
};

const inputsOf = (text: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    text
      .split(/[;；\n]/)
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [name = '', figure = ''] = part.split('=');
        return [name.trim(), numberOf(figure)];
      }),
  );
