import { statusOf } from '../domain/exit/invoices';
import { toMoneyText } from '../domain/money';
import type { StoredInvoice } from '../db/stores/invoices';
import type { KpiValue } from '../db/stores/kpis';
import type { Locale } from '../domain/people/people';
import { labelOf } from '../templates/catalog';
import { type Around, type Columns, momentOf, type NameOf, tableOf, word } from './record-sheet';
import type { SheetCell, SheetTable } from './sheets/sheet';

/** What was reported and billed of a service, as sheets. */
const VALUE_COLUMNS: Columns = [
  ['period', 'text'],
  ['key', 'text'],
  ['kpi', 'text'],
  ['value', 'number'],
  ['unit', 'text'],
  ['status', 'text'],
  ['reason', 'text'],
  ['revision', 'number'],
  ['reported-by', 'text'],
  ['reporting-side', 'text'],
  ['confirmed-by', 'text'],
  ['recorded', 'text'],
];

interface NamedKpi {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
}

export const valueTable = (
  values: readonly KpiValue[],
  { locale, nameOf, kpis }: Around & { readonly kpis: readonly NamedKpi[] },
): SheetTable =>
  tableOf('values', VALUE_COLUMNS, { locale, rows: values.map((one) => valueRow(one, { locale, nameOf, kpis })) });

function valueRow(
  { key, period, value, status, reason, revision, side, recordedBy, confirmedBy, recordedAt }: KpiValue,
  { locale, nameOf, kpis }: { readonly locale: Locale; readonly nameOf: NameOf; readonly kpis: readonly NamedKpi[] },
): readonly SheetCell[] {
  const kpi = kpis.find((one) => one.key === key);
  return [
    ...[period, key, kpi?.name ?? key, value, kpi?.unit ?? null],
    word(locale, 'rated-status', status),
    ...[reason ?? null, revision, nameOf(recordedBy)],
    labelOf(locale, 'side-us', side ?? 'us'),
    nameOf(confirmedBy ?? null),
    momentOf(recordedAt),
  ];
}

const INVOICE_COLUMNS: Columns = [
  ['number', 'text'],
  ['month', 'text'],
  ['about', 'text'],
  ['part', 'number'],
  ['amount', 'amount'],
  ['paid', 'amount'],
  ['currency', 'text'],
  ['state', 'text'],
  ['recorded-by', 'text'],
  ['recorded', 'text'],
];

export const invoiceTable = (invoices: readonly StoredInvoice[], { locale, nameOf }: Around): SheetTable =>
  tableOf('invoices', INVOICE_COLUMNS, {
    locale,
    rows: invoices.map(({ number, period, about, part, currency, recordedBy, recordedAt, ...sums }) => [
      ...[number, period, labelOf(locale, 'invoice-about', about), part],
      toMoneyText({ minor: sums.minor, currency }).amount,
      toMoneyText({ minor: sums.paidMinor, currency }).amount,
      currency,
      labelOf(locale, 'invoice-status', statusOf(sums)),
      nameOf(recordedBy),
      momentOf(recordedAt),
    ]),
  });
