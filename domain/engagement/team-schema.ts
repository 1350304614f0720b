import { z } from 'zod';
import { EngagementRoles } from './schema';

export const TeamRole = EngagementRoles.keyof();
export type TeamRole = z.infer<typeof TeamRole>;

/** Which roles must be filled before a transition begins, and which pairs one person may not hold together. */
export const TeamRules = z.strictObject({
  required: z.array(TeamRole).max(20),
  conflicts: z.array(z.tuple([TeamRole, TeamRole]).refine(([a, b]) => a !== b, 'names one role twice')).max(40),
});
export type TeamRules = z.infer<typeof TeamRules>;
