import { z } from 'zod';

/** What an organisation asks for beyond the duties that are always kept apart. */
export const DutyRules = z.strictObject({
  newRoleHours: z
    .int()
    .min(0)
    .max(720)
    .describe(
      'Hours for which a change of roles, managers, departments, parts in a team, successors or absences of others does not count in requests of whoever made it; 0 is never',
    ),
  policiesByTwo: z
    .boolean()
    .default(false)
    .describe('Whether a version of an approval policy counts only when another administrator has confirmed it'),
  endingsByTwo: z
    .boolean()
    .default(false)
    .describe('Whether a request that an administrator ends goes on until another one has confirmed it'),
  approvalsByOthers: z
    .boolean()
    .default(false)
    .describe('Whether no policy at all lets people decide their own requests'),
  noApprovalsByTime: z.boolean().default(false).describe('Whether time approves under no policy at all'),
  noApprovalsByEditors: z
    .boolean()
    .default(false)
    .describe('Whether whoever last changed what a request is about is kept from deciding it'),
});
export type DutyRules = z.infer<typeof DutyRules>;
