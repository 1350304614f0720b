import { fieldError } from '../errors';
import { toMoney } from '../money';
import type { InvoicePayment, InvoiceView, NewInvoice } from './invoice-schema';

/** An invoice of the vendor in whole minor units of the currency of the engagement. */
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly period: string;
  readonly about: InvoiceView['about'];
  /** Number of the part of the service that it is about. */
  readonly part: number | null;
  readonly minor: number;
  readonly paidMinor: number;
}

export const statusOf = ({ minor, paidMinor }: Pick<Invoice, 'minor' | 'paidMinor'>): InvoiceView['status'] =>
  paidMinor >= minor ? 'paid' : 'unpaid';

/** What has been paid of an invoice, as somebody says. Throws `INVALID_FIELDS` where status and sum contradict each other. */
export function paidOf(minor: number, { status, paid }: Pick<InvoicePayment, 'status' | 'paid'>): number {
  const paidMinor = paid ? toMoney(paid).minor : status === 'paid' ? minor : 0;
  if (statusOf({ minor, paidMinor }) !== status)
    throw fieldError('paid', status === 'paid' ? 'is less than the invoice' : 'is all of the invoice');
  return paidMinor;
}

/** Invoices are of the currency that the engagement is settled in. */
export function checkInvoiceCurrency({ money, paid }: Partial<NewInvoice>, currency: string): void {
  for (const [path, sum] of Object.entries({ money, paid }))
    if (sum && sum.currency !== currency)
      throw fieldError(`${path}.currency`, `must be ${currency}, the currency of the engagement`);
}
