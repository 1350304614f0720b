import type { MonthCost } from '../domain/delivery/ledger-schema';
import type { Locale } from '../domain/people/people';
import { labelOf, translate } from '../templates/catalog';
import { shareCell, type SheetCell, type SheetColumn, type SheetTable } from './sheets/sheet';

const COLUMNS = [
  ['month', 'text'],
  ['cost', 'amount'],
  ['vendor-spend', 'amount'],
  ['currency', 'text'],
  ['ratio', 'percent'],
  ['plan', 'percent'],
  ['over-plan', 'text'],
  ['hours', 'number'],
  ['unpriced', 'number'],
  ['waiting', 'number'],
  ['closed', 'text'],
] as const;
const LINE_COLUMNS = [
  ['month', 'text'],
  ['role', 'text'],
  ['source', 'text'],
  ['hours', 'number'],
  ['cost', 'amount'],
  ['currency', 'text'],
] as const;

/** The ledger as sheets: the lines of roles and sources, and the months. CSV holds the lines. */
export const costTables = (costs: readonly MonthCost[], locale: Locale): readonly [SheetTable, SheetTable] => [
  {
    name: translate(locale, 'cost.lines'),
    columns: columnsOf(LINE_COLUMNS, locale),
    rows: costs.flatMap((month) => linesOf(month, locale)),
  },
  {
    name: translate(locale, 'cost.title'),
    columns: columnsOf(COLUMNS, locale),
    rows: costs.map((month) => monthRow(month, locale)),
  },
];

type Columns = readonly (readonly [string, NonNullable<SheetColumn['kind']>])[];

const columnsOf = (columns: Columns, locale: Locale): readonly SheetColumn[] =>
  columns.map(([key, kind]) => ({ title: translate(locale, `cost.${key}`), kind }));

const linesOf = ({ month, cost: { currency }, lines }: MonthCost, locale: Locale): readonly (readonly SheetCell[])[] =>
  lines.map(({ role, source, hours, cost }) => [
    month,
    labelOf(locale, 'role', role),
    labelOf(locale, 'hour-source', source),
    hours,
    cost?.amount ?? null,
    currency,
  ]);

function monthRow(month: MonthCost, locale: Locale): readonly SheetCell[] {
  const { cost, vendorSpend, ratioBp, planBp, overPlan, hours, unpricedHours, waitingHours, closed } = month;
  const yes = (is: boolean): string => translate(locale, is ? 'word.yes' : 'word.no');
  return [
    month.month,
    cost.amount,
    vendorSpend.amount,
    cost.currency,
    shareCell(ratioBp),
    shareCell(planBp),
    overPlan === null ? null : yes(overPlan),
    hours,
    unpricedHours,
    waitingHours,
    yes(closed),
  ];
}
