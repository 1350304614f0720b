import { z } from 'zod';

const Days = z.int().min(1).max(365);

export const CommunicationRules = z.strictObject({
  /** Whether gate G3 waits until somebody has written or confirmed how both sides talk. */
  planRequired: z.boolean().default(false),
  /** After how many days without a contact a service counts as silent, by the cadence of its communication plan. */
  silence: z.strictObject({
    weeklyDays: Days,
    monthlyDays: Days,
    /** Without a plan, and where the plan names a number of days of its own that is not less. */
    generalDays: Days,
  }),
});
export type CommunicationRules = z.infer<typeof CommunicationRules>;
