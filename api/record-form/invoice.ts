import { previousPeriod, periodAt } from '../../domain/calendar/periods';
import { DomainError } from '../../domain/errors';
import { INVOICE_ABOUT, INVOICE_STATUSES, InvoicePayment, NewInvoice } from '../../domain/exit/invoice-schema';
import { statusOf } from '../../domain/exit/invoices';
import { toMoneyText } from '../../domain/money';
import { invoicesOf, type StoredInvoice } from '../../db/stores/invoices';
import { standingPartials } from '../../db/stores/partial-terminations';
import { translate } from '../../templates/catalog';
import { formatMoney } from '../../templates/format';
import { printOf } from '../drawn-from';
import { parseWith } from '../parse';
import { recordInvoice, recordPayment } from '../routes/invoices';
import type { FormContext, FormDefinition } from './form';
import { openChoice, optionsOf } from './needs-field';
import { printIn } from './newer';
import { type FieldPlan, figure, given, one, printField, type Typed } from './plan';

/** What the vendor has billed. */
export const invoiceForm: FormDefinition = {
  act: 'edit',
  place: 'invoices',
  fields: async (context) => [
    ...(await whatFields(context)),
    { ...sumField('money', context), required: true, hint: context.row.currency },
    ...paidFields(context, { status: 'unpaid', paid: '', evidence: '' }),
  ],
  take: (deps, { context, typed, call }) => {
    const { id, currency } = context.row;
    const part = figure(one(typed, 'part'));
    const wanted = {
      ...{ number: one(typed, 'number'), period: one(typed, 'period'), about: one(typed, 'about') },
      ...(part !== null && { part }),
      money: { amount: one(typed, 'money'), currency },
      ...paymentIn(typed, currency),
    };
    const body = parseWith(NewInvoice, wanted, 'INVALID_FIELDS');
    return recordInvoice(deps, { ...call, params: { id }, body });
  },
};

/** Behind `?of=` the invoice that was paid, or not yet. */
export const invoicePaymentForm: FormDefinition = {
  act: 'edit',
  place: 'invoices',
  fields: async (context) => {
    const invoice = await invoiceOf(context);
    const { number, currency, minor, paidMinor, evidence } = invoice;
    const [money, paid] = [toMoneyText({ minor, currency }), toMoneyText({ minor: paidMinor, currency }).amount];
    const heading = translate(context.locale, 'form.invoice-payment.heading', { number, money: formatMoney(money) });
    const status = statusOf(invoice);
    const isPart = status === 'unpaid' && paidMinor > 0;
    const [first, ...rest] = paidFields(context, { status, paid: isPart ? paid : '', evidence: evidence ?? '' });
    return [printField(printOf(invoice)), ...(first ? [{ ...first, heading }] : []), ...rest];
  },
  take: async (deps, { context, typed, call }) => {
    const { id: invoiceId, evidence: before } = await invoiceOf(context);
    const { id, currency } = context.row;
    // What was there before and was emptied is empty now; what never was stays unsaid.
    const evidence = before !== null && { evidence: one(typed, 'evidence') };
    const body = parseWith(InvoicePayment, { ...paymentIn(typed, currency), ...evidence }, 'INVALID_FIELDS');
    return recordPayment(deps, { ...call, params: { id, invoiceId }, body }, printIn(typed));
  },
};

async function invoiceOf({ db, row, item }: FormContext): Promise<StoredInvoice> {
  const found = (await invoicesOf(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such invoice.');
  return found;
}

const say = ({ locale }: FormContext, key: string): string => translate(locale, `form.invoice.${key}`);

async function whatFields(context: FormContext): Promise<readonly FieldPlan[]> {
  const { row, now } = context;
  const parts = await partField(context);
  const about = INVOICE_ABOUT.filter((one_) => one_ !== 'part' || parts.length > 0);
  return [
    { name: 'number', kind: 'line', label: say(context, 'number'), required: true, most: 200 },
    {
      ...{ name: 'period', kind: 'line', label: say(context, 'period'), hint: say(context, 'period-hint') },
      ...{ required: true, most: 7, value: previousPeriod(periodAt(now, row.time_zone, 'monthly')) },
    },
    {
      ...{ name: 'about', kind: 'choice', label: say(context, 'about'), value: 'fee' },
      options: optionsOf(about, 'invoice-about', context),
    },
    ...parts,
  ];
}

/** Asked about where a part has left. */
async function partField(context: FormContext): Promise<readonly FieldPlan[]> {
  const parts = await standingPartials(context.db, context.row.id);
  const options = parts.map(({ number, scope }) => ({
    value: String(number),
    text: `${number} ${scope.join(' · ')}`,
  }));
  const field = openChoice('part', say(context, 'part'), { options, value: undefined });
  return parts.length === 0 ? [] : [{ ...field, hint: say(context, 'part-hint') }];
}

const sumField = (name: 'money' | 'paid', context: FormContext): FieldPlan => ({
  ...{ name, kind: 'figure', label: say(context, name), most: 20 },
});

interface Payment {
  readonly status: string;
  readonly paid: string;
  readonly evidence: string;
}

const paidFields = (context: FormContext, { status, paid, evidence }: Payment): readonly FieldPlan[] => [
  {
    ...{ name: 'status', kind: 'choice', label: say(context, 'status'), value: status },
    options: optionsOf(INVOICE_STATUSES, 'invoice-status', context),
  },
  {
    ...{ ...sumField('paid', context), value: paid },
    hint: translate(context.locale, 'form.invoice.paid-hint', { currency: context.row.currency }),
  },
  {
    ...{ name: 'evidence', kind: 'text', label: say(context, 'evidence'), value: evidence },
    hint: translate(context.locale, 'form.optional'),
  },
];

function paymentIn(typed: Typed, currency: string) {
  const paid = one(typed, 'paid');
  return {
    status: one(typed, 'status'),
    ...(paid !== '' && { paid: { amount: paid, currency } }),
    ...given('evidence', one(typed, 'evidence')),
  };
}
