import { z } from 'zod';
import { isInOrder, OUT_OF_ORDER, terminationFields } from '../engagement/schema';
import { Key, MoneyCharge, ShortText, Uuid } from '../shapes';

const allDifferent = (items: readonly string[]): boolean => new Set(items).size === items.length;
const TWICE = 'names something twice';

/** A part of a service ends on a day, while the rest goes on. */
export const NewPartialTermination = z
  .strictObject({
    ...terminationFields,
    /** What leaves, in the words of the scope. */
    scope: z.array(ShortText).min(1).max(50),
    /** KPIs that are measured no longer from that day on. */
    kpis: z.array(Key).max(100).refine(allDifferent, TWICE).default([]),
    /** Milestones that are given up on that day unless they have been delivered. */
    milestoneIds: z.array(Uuid).max(50).refine(allDifferent, TWICE).default([]),
    /** By how much the fee of a month falls. */
    feeReduction: MoneyCharge.optional(),
    /** What is owed to the vendor for it. */
    terminationFee: MoneyCharge.optional(),
    /** Tasks of the playbook that it needs; the usual ones of a part unless said otherwise. */
    tasks: z.array(Key).max(100).refine(allDifferent, TWICE).default([]),
  })
  .refine(isInOrder, OUT_OF_ORDER);
export type NewPartialTermination = z.infer<typeof NewPartialTermination>;

export const PARTIAL_STATUSES = ['pending', 'approved', 'in-force', 'rejected', 'lapsed'] as const;
export type PartialStatus = (typeof PARTIAL_STATUSES)[number];

export const PartialTermination = z.strictObject({
  ...NewPartialTermination.shape,
  id: Uuid,
  /** Counts the partial terminations of the engagement. */
  number: z.int(),
  /** Approved until its day has come, in force from then on; lapsed where it was approved and could not take effect. */
  status: z.enum(PARTIAL_STATUSES),
  requestId: Uuid,
  /** The version of the contract that it has made; null before its approval and where no term changes. */
  version: z.int().nullable(),
  /** Why it lapsed. */
  lapsedBecause: z.string().nullable(),
  requestedById: Uuid,
  requestedAt: z.string(),
});
export type PartialTermination = z.infer<typeof PartialTermination>;
