import type { MonthCarbon } from '../domain/green/ledger-schema';
import type { Locale } from '../domain/people/people';
import { labelOf, translate } from '../templates/catalog';
import type { SheetTable } from './sheets/sheet';

const COLUMNS = [
  ['month', 'text'],
  ['spend', 'amount'],
  ['currency', 'text'],
  ['tonnes', 'number'],
  ['method', 'text'],
  ['source', 'text'],
] as const;

/** The carbon ledger of an engagement as a sheet: a line for each month. */
export const carbonTable = (months: readonly MonthCarbon[], locale: Locale): SheetTable => ({
  name: translate(locale, 'carbon.title'),
  columns: COLUMNS.map(([key, kind]) => ({ title: translate(locale, `carbon.${key}`), kind })),
  rows: months.map(({ month, spend, tonnes, method, factor, emissions }) => [
    month,
    spend.amount,
    spend.currency,
    tonnes,
    labelOf(locale, 'carbon-method', method),
    factor?.source ?? emissions?.source ?? null,
  ]),
});
