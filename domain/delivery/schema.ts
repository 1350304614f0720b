import { z } from 'zod';
import { Charge, CurrencyCode, Label, MoneyTotal } from '../shapes';

export const ManagementCostInput = z.strictObject({
  /** Currency of bare amounts; money names its own. */
  currency: CurrencyCode.optional(),
  hours: z.array(z.strictObject({ role: Label.optional(), hours: z.number().min(0).max(1e6), rate: Charge })).max(1000),
  vendorSpend: Charge,
  planBp: z.int().min(0).max(1_000_000),
});
export type ManagementCostInput = z.infer<typeof ManagementCostInput>;

export const ManagementCostAnswer = z.strictObject({
  /** Money where a currency is known, else a bare figure with two decimals. */
  cost: z.union([MoneyTotal, z.number()]),
  /** Null without spend. */
  ratioBp: z.int().nullable(),
  overPlan: z.boolean(),
});
export type ManagementCostAnswer = z.infer<typeof ManagementCostAnswer>;
