import { z } from 'zod';

const BusinessDays = z.int().min(1).max(60);

/** The clocks of milestones, in business days of the engagement's calendar. */
export const MilestoneRules = z.strictObject({
  /** Before the day of a delivery, on which the vendor is reminded. */
  recallDays: BusinessDays,
  /** After a delivery, within which we accept or reject it. */
  acceptDays: BusinessDays,
  /** After the day of a delivery, from which the alarm is red. */
  redDays: BusinessDays,
  /** After a rejection, within which the vendor delivers again. */
  againDays: BusinessDays,
});
export type MilestoneRules = z.infer<typeof MilestoneRules>;
