import { z } from 'zod';
import { BasisPoints, Bilingual, Key, noRepeats, ShortText } from '../shapes';

/** Activities that must stay inside, each with the rule that says so. */
export const ProhibitedActivities = z.strictObject({
  items: z
    .array(z.strictObject({ code: Key, names: Bilingual, source: ShortText.optional() }))
    .max(200)
    .superRefine(noRepeats('code')),
});
export type ProhibitedActivities = z.infer<typeof ProhibitedActivities>;

/** Thresholds of the planning rules. */
export const PlanningRules = z.strictObject({
  /** Share of the vendor's annual fee below which the cost of managing the vendor counts as underestimated. */
  managementFloorBp: BasisPoints,
  /** From this weight (impact · fit) on a weakness or threat needs a mitigation. */
  mitigationFrom: z.int().min(1).max(26),
  /** Whether G1 asks for the answers on criticality, a decided activity, and the assessments of market and own capability. */
  assessmentsRequired: z.boolean().default(false),
  /** With fewer suppliers than this the market is thin. */
  thinMarketBelow: z.int().min(0).max(1000),
  /** A pulse below `pulseLow`, or one that fell by `pulseDrop` since the one before, is an amber alarm. */
  pulseLow: z.number().min(1).max(5),
  pulseDrop: z.number().min(0.1).max(4),
  /** Days before (negative) or after the transition on which the people concerned are told. */
  communicationDays: z.array(z.int().min(-365).max(365)).max(12),
});
export type PlanningRules = z.infer<typeof PlanningRules>;
