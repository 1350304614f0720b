import { z } from 'zod';
import { CREDIT_LINE_KINDS } from '../contract/credit-schema';
import { PunctualityView } from '../milestone/schema';
import { MILESTONE_STATES } from '../milestone/words';
import { RatingAnswer } from '../rating/schema';
import { RATING_TRENDS } from '../rating/words';
import { LocalDate, MoneyTotal } from '../shapes';

/** How credits stand on invoices: levels that were missed, and what was earned back, corrected or given back. */
export const PackCreditLines = z.strictObject({
  lines: z.array(
    z.strictObject({
      period: z.string(),
      kpi: z.string(),
      name: z.string(),
      kind: z.enum(CREDIT_LINE_KINDS),
      /** As it stands on the invoice: a credit is negative, what is given back positive. */
      money: MoneyTotal,
      invoice: z.string(),
    }),
  ),
  /** What the lines come to, by currency. */
  totals: z.array(MoneyTotal),
  /** On the way to the right to terminate; null where nothing is at risk. */
  cumulative: z
    .strictObject({ months: z.int(), credited: MoneyTotal, atRisk: MoneyTotal, shareBp: z.int() })
    .nullable(),
});
export type PackCreditLines = z.infer<typeof PackCreditLines>;

export const PackMilestones = z.strictObject({
  /** Of those that were due in what is talked about. */
  punctuality: PunctualityView.omit({ from: true, to: true }),
  /** Open ones, and those that were due, delivered or judged since what is talked about began. */
  items: z.array(
    z.strictObject({
      number: z.int(),
      title: z.string(),
      due: LocalDate,
      fee: MoneyTotal.nullable(),
      state: z.enum(MILESTONE_STATES),
      overdue: z.boolean(),
      deliveredOn: z.string().nullable(),
      daysLate: z.int().nullable(),
      acceptedOn: LocalDate.nullable(),
    }),
  ),
});
export type PackMilestones = z.infer<typeof PackMilestones>;

/** How the vendor of the service rates us, by rounds that have closed. */
export const PackRating = z.strictObject({
  mean: z.number().nullable(),
  trend: z.enum(RATING_TRENDS).nullable(),
  /** Newest first; those without an answer are left out. */
  rounds: z.array(RatingAnswer.extend({ quarter: z.string(), mean: z.number() })),
});
export type PackRating = z.infer<typeof PackRating>;
