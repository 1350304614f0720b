import { z } from 'zod';

export const FeedbackRules = z.strictObject({
  /** Days after the close of a survey for which names and addresses of invited people are kept. */
  inviteeDays: z.int().min(1).max(3650),
});
export type FeedbackRules = z.infer<typeof FeedbackRules>;
