import { z } from 'zod';
import { Instant, LongText, Month, MoneyCharge, MoneyTotal, ShortText, Uuid } from '../shapes';

export const INVOICE_STATUSES = ['unpaid', 'paid'] as const;
const Status = z.enum(INVOICE_STATUSES);
/** What an invoice asks money for: only those of the fee say that a month has been billed. */
export const INVOICE_ABOUT = ['fee', 'milestone', 'part', 'other'] as const;
const About = z.enum(INVOICE_ABOUT);

const fields = {
  number: ShortText,
  /** Month of the service that it is about. */
  period: Month,
  about: About.default('fee'),
  /** Number of the partial termination whose agreed fee it asks for. */
  part: z.int().positive().optional(),
  money: MoneyCharge,
  status: Status.default('unpaid'),
  /** What was paid, where it is neither all nor nothing. */
  paid: MoneyCharge.optional(),
  evidence: LongText.optional(),
};
export const NewInvoice = z
  .strictObject(fields)
  .refine(({ about, part }) => (about === 'part') === (part !== undefined), {
    path: ['part'],
    message: 'goes with invoices about a part, and with no others',
  });
export type NewInvoice = z.infer<typeof NewInvoice>;

export const InvoicePayment = z.strictObject({ paid: fields.paid, evidence: fields.evidence, status: Status });
export type InvoicePayment = z.infer<typeof InvoicePayment>;

export const InvoiceView = z.strictObject({
  id: Uuid,
  number: z.string(),
  period: Month,
  about: About,
  part: z.int().nullable(),
  money: MoneyTotal,
  paid: MoneyTotal,
  status: Status,
  evidence: z.string().nullable(),
  recordedById: Uuid,
  recordedAt: Instant,
});
export type InvoiceView = z.infer<typeof InvoiceView>;
