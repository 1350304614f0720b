import { z } from 'zod';

/** What an organisation asks for beyond the duties that are always kept apart. */
export const DutyRules = z.strictObject({
  newRoleHours: z
    .int()
    .min(0)
    .max(720)
    .describe('Hours for which a change of roles does not count in requests of whoever made it; 0 is never'),
});
export type DutyRules = z.infer<typeof DutyRules>;
