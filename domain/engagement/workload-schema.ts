import { z } from 'zod';
import { Uuid } from '../shapes';
import { STATES } from './statuses';
import { TeamRole } from './team-schema';

/** What lies with one person: open work, decisions that are awaited, and how long the oldest of them has waited. */
export const WorkloadTotals = z.strictObject({
  engagements: z.int(),
  actionItems: z.int(),
  overdueItems: z.int(),
  approvals: z.int(),
  overdueApprovals: z.int(),
  /** Hours, whole, that everything awaited from the person has waited so far, taken together. */
  hoursWaiting: z.int(),
  longestHours: z.int(),
});
export type WorkloadTotals = z.infer<typeof WorkloadTotals>;

export const WorkloadLine = z.strictObject({ userId: Uuid, name: z.string(), ...WorkloadTotals.shape });
export type WorkloadLine = z.infer<typeof WorkloadLine>;

export const Workload = WorkloadLine.extend({
  roles: z.array(
    z.strictObject({
      engagementId: Uuid,
      number: z.string(),
      title: z.string(),
      state: z.enum(STATES),
      roles: z.array(TeamRole),
    }),
  ),
});
export type Workload = z.infer<typeof Workload>;
