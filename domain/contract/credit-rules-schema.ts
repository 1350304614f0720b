import { z } from 'zod';
import { BasisPoints } from '../shapes';

/** What the life of service credits goes by. */
export const CreditRules = z.strictObject({
  repeat: z.strictObject({
    on: z.boolean(),
    /** From the n-th month running that misses the same level on, the credit is multiplied. */
    months: z.int().min(2).max(12),
    multiplierBp: z.int().min(10_000).max(50_000),
  }),
  earnBack: z.strictObject({ on: z.boolean(), months: z.int().min(1).max(12) }),
  /** Business days in which a vendor may dispute a line. */
  disputeDays: z.int().min(1).max(60),
  termination: z.strictObject({ months: z.int().min(1).max(24), shareBp: BasisPoints.min(1) }),
});
export type CreditRules = z.infer<typeof CreditRules>;
