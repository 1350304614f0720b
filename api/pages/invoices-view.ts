import { FOLLOWED } from '../../domain/engagement/statuses';
import { statusOf } from '../../domain/exit/invoices';
import { toMoneyText } from '../../domain/money';
import type { Db } from '../../db/knex';
import { invoicesOf, type StoredInvoice } from '../../db/stores/invoices';
import type { InvoiceLine, InvoicesView } from '../../templates/invoice-page-data';
import type { Writer } from './contract-forms';
import { linksTo, mayWrite } from './form-links';

const SHOWN = 24;

/** What the vendor has billed; null while there is nothing, and nothing to be entered. */
export async function invoicesView(db: Db, { row, person }: Writer): Promise<InvoicesView | null> {
  const writes = FOLLOWED.includes(row.state) && mayWrite(row, person);
  const invoices = await invoicesOf(db, row.id);
  if (invoices.length === 0 && !writes) return null;
  return {
    forms: writes ? linksTo(row, ['invoice']) : [],
    lines: invoices
      .toReversed()
      .slice(0, SHOWN)
      .map((one) => ({
        ...lineOf(one),
        forms: writes ? linksTo(row, ['invoice-payment'], one.id) : [],
      })),
  };
}

const lineOf = ({ number, period, about, part, currency, ...sums }: StoredInvoice): Omit<InvoiceLine, 'forms'> => ({
  ...{ number, period, about, part },
  money: toMoneyText({ minor: sums.minor, currency }),
  paid: toMoneyText({ minor: sums.paidMinor, currency }),
  settled: statusOf(sums) === 'paid',
});
