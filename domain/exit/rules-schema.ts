import { z } from 'zod';

/** What the end of an engagement goes by. */
export const ExitRules = z
  .strictObject({
    /** Business days after which a vendor that has not answered to the settlement is asked again. */
    recallDays: z.int().min(1).max(60),
    /** Business days after which the owner hears that it is silent. */
    silentDays: z.int().min(1).max(120),
    /** Months for which the record is kept after the end of the service. */
    retentionMonths: z.int().min(36).max(600),
    /** Whether an engagement stays open until each task of its exit is done, or left out by two people. */
    closingNeedsTasks: z.boolean().default(false),
  })
  .refine(({ recallDays, silentDays }) => recallDays < silentDays, {
    path: ['silentDays'],
    message: 'must come after the reminder',
  });
export type ExitRules = z.infer<typeof ExitRules>;
