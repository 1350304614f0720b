import { z } from 'zod';
import { Instant, LongText, MoneyCharge, MoneyTotal, ShortText, Uuid } from '../shapes';

export const InvoiceMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-10');
const Status = z.enum(['paid', 'unpaid']);
/** What an invoice asks money for: only those of the fee say that a month has been billed. */
const About = z.enum(['fee', 'milestone', 'other']);

export const NewInvoice = z.strictObject({
  number: ShortText,
  /** Month of the service that it is about. */
  period: InvoiceMonth,
  about: About.default('fee'),
  money: MoneyCharge,
  status: Status.default('unpaid'),
  /** What was paid, where it is neither all nor nothing. */
  paid: MoneyCharge.optional(),
  evidence: LongText.optional(),
});
export type NewInvoice = z.infer<typeof NewInvoice>;

export const InvoicePayment = NewInvoice.pick({ paid: true, evidence: true }).extend({ status: Status });
export type InvoicePayment = z.infer<typeof InvoicePayment>;

export const InvoiceView = z.strictObject({
  id: Uuid,
  number: z.string(),
  period: InvoiceMonth,
  about: About,
  money: MoneyTotal,
  paid: MoneyTotal,
  status: Status,
  evidence: z.string().nullable(),
  recordedById: Uuid,
  recordedAt: Instant,
});
export type InvoiceView = z.infer<typeof InvoiceView>;
