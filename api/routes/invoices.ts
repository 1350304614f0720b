import { z } from 'zod';
import { FOLLOWED } from '../../domain/engagement/statuses';
import { DomainError, fieldError } from '../../domain/errors';
import { InvoicePayment, InvoiceView, NewInvoice } from '../../domain/exit/invoice-schema';
import { checkInvoiceCurrency, paidOf, statusOf } from '../../domain/exit/invoices';
import { toMoney, toMoneyText } from '../../domain/money';
import { Uuid } from '../../domain/shapes';
import { insertInvoice, invoicesOf, lockInvoice, savePayment, type StoredInvoice } from '../../db/stores/invoices';
import { standingPartials } from '../../db/stores/partial-terminations';
import type { Trx } from '../../db/transaction';
import { checkDrawnFrom } from '../drawn-from';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { ListQuery, pageById, pageOf, sliceById } from '../paging';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db'>;

/** What the vendor has billed, and what was paid of it. */
export const invoiceRoutes = (deps: Deps): readonly Route[] => [add(deps), list(deps), pay(deps)];

const view = ({ minor, paidMinor, currency, recordedBy, recordedAt, ...invoice }: StoredInvoice): InvoiceView => ({
  ...invoice,
  money: toMoneyText({ minor, currency }),
  paid: toMoneyText({ minor: paidMinor, currency }),
  status: statusOf({ minor, paidMinor }),
  recordedById: recordedBy,
  recordedAt: new Date(recordedAt).toISOString(),
});

const add = ({ db }: Deps): Route =>
  route<EngagementParams, unknown, NewInvoice>({
    method: 'post',
    path: '/engagements/{id}/invoices',
    summary: 'Record an invoice of the vendor',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: NewInvoice,
    answers: { 201: InvoiceView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/invoices`, view(await recordInvoice({ db }, call))),
  });

/** Writes an invoice of the vendor down. */
export async function recordInvoice(
  { db }: Deps,
  call: Call<EngagementParams, unknown, NewInvoice>,
): Promise<StoredInvoice> {
  const invoice = recorded(call);
  await changeRecord(db, call, {
    act: 'edit',
    type: 'invoice.recorded',
    write: async (trx, engagement) => {
      editableIn(engagement, FOLLOWED);
      checkInvoiceCurrency(call.body, engagement.currency);
      await checkPart(trx, engagement.id, invoice);
      if (await insertInvoice(trx, engagement.id, invoice)) return;
      const known = [{ path: 'number', message: 'is on record already' }];
      throw new DomainError('CONFLICT', `Invoice ${invoice.number} is on record already.`, known);
    },
    payload: () => ({ invoiceId: invoice.id, number: invoice.number, period: invoice.period }),
  });
  return invoice;
}

async function checkPart(trx: Trx, engagementId: string, { part }: StoredInvoice): Promise<void> {
  if (part === null || (await standingPartials(trx, engagementId)).some(({ number }) => number === part)) return;
  throw fieldError('part', 'is no part that has left or is to leave');
}

function recorded({ body, actor, now, newId: id }: Call<EngagementParams, unknown, NewInvoice>): StoredInvoice {
  const { number, period, about, part = null, evidence = null } = body;
  const { minor, currency } = toMoney(body.money);
  const paidMinor = paidOf(minor, body);
  return {
    id,
    number,
    period,
    about,
    part,
    minor,
    paidMinor,
    currency,
    evidence,
    recordedBy: actor.id,
    recordedAt: now,
  };
}

const list = ({ db }: Deps): Route =>
  route<EngagementParams, ListQuery>({
    method: 'get',
    path: '/engagements/{id}/invoices',
    summary: 'The invoices of an engagement in the order in which they were recorded',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    query: ListQuery,
    answers: { 200: pageOf(InvoiceView) },
    handle: async ({ params, query, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const rows = await invoicesOf(db, params.id, sliceById(query));
      return ok(pageById(rows.map(view), query.limit));
    },
  });

const One = z.strictObject({ id: Uuid, invoiceId: Uuid });
type One = z.infer<typeof One>;

const pay = ({ db }: Deps): Route =>
  route<One, unknown, InvoicePayment>({
    method: 'patch',
    path: '/engagements/{id}/invoices/{invoiceId}',
    summary: 'Say what has been paid of an invoice',
    tag: 'Exit',
    access: 'insiders',
    params: One,
    body: InvoicePayment,
    answers: { 200: InvoiceView },
    handle: async (call) => ok(view(await recordPayment({ db }, call))),
  });

/** Says what has been paid of an invoice. With what a form was drawn from, only where that still holds. */
export const recordPayment = (
  { db }: Deps,
  call: Call<One, unknown, InvoicePayment>,
  print: string | null = null,
): Promise<StoredInvoice> => {
  const { params, body, now } = call;
  return changeRecord(db, call, {
    act: 'edit',
    type: 'invoice.paid',
    write: async (trx, engagement) => {
      editableIn(engagement, FOLLOWED);
      checkInvoiceCurrency(body, engagement.currency);
      const before = await lockInvoice(trx, params.id, params.invoiceId);
      if (!before) throw new DomainError('NOT_FOUND', 'The engagement has no such invoice.');
      checkDrawnFrom(print, before);
      const paidMinor = paidOf(before.minor, body);
      const evidence = body.evidence ?? before.evidence;
      await savePayment(trx, before.id, { paidMinor, evidence, now });
      return { ...before, paidMinor, evidence };
    },
    payload: ({ id, number, ...sums }) => ({ invoiceId: id, number, status: statusOf(sums) }),
  });
};
