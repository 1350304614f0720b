import { z } from 'zod';
import { Charge } from '../shapes';

const Quantity = z.number().min(0).max(1e12);

/** `factor` is tonnes of CO₂e per unit of spend; the supplier's own figures replace it when both are known. */
export const CarbonInput = z
  .strictObject({
    spend: Charge,
    factor: Quantity,
    supplierTotal: Quantity.optional(),
    supplierRevenue: Charge.optional(),
  })
  .superRefine(({ supplierTotal, supplierRevenue }, ctx) => {
    const refuse = (path: string, message: string): void => ctx.addIssue({ code: 'custom', path: [path], message });
    if (supplierTotal !== undefined && supplierRevenue === undefined)
      refuse('supplierRevenue', 'belongs to supplierTotal');
    if (supplierTotal === undefined && supplierRevenue !== undefined)
      refuse('supplierTotal', 'belongs to supplierRevenue');
    const revenue = typeof supplierRevenue === 'object' ? supplierRevenue.amount : supplierRevenue;
    if (revenue !== undefined && Number(revenue) === 0) refuse('supplierRevenue', 'must be more than nothing');
  });
export type CarbonInput = z.infer<typeof CarbonInput>;

export const CarbonAnswer = z.strictObject({
  tonnes: z.number(),
  method: z.enum(['spend-based', 'supplier-specific']),
});
export type CarbonAnswer = z.infer<typeof CarbonAnswer>;
