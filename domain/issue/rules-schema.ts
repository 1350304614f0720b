import { z } from 'zod';
import { DURATION_PATTERN } from '../calendar/duration';

/** Business time of the engagement's calendar: `P2D`, `PT4H`. */
const BusinessTime = z
  .string()
  .regex(DURATION_PATTERN, 'a duration such as P2D or PT4H')
  .refine((text) => /[1-9]/.test(text), 'must be longer than nothing');

const Clock = z.strictObject({
  within: BusinessTime,
  /** After so much of it the side that owes it is reminded. */
  recallAfter: BusinessTime,
});

const Clocks = z.strictObject({ answer: Clock, resolve: Clock });

/** By when issues are answered and resolved, by severity. */
export const IssueRules = z.strictObject({
  severities: z.strictObject({ minor: Clocks, major: Clocks, critical: Clocks }),
  /** An issue that is open for more than so many days is looked at in the review. */
  agedDays: z.int().min(1).max(365),
});
export type IssueRules = z.infer<typeof IssueRules>;
