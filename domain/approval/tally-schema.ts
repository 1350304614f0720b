import { z } from 'zod';
import { BasisPoints, Label } from '../shapes';
import { MODES } from './words';

const Share = z.string().max(10);
const Weight = z.int().min(0).max(1_000_000);

/** A count of votes as a calculation; whether the rule is sound is checked where running steps check it. */
export const TallyBody = z.strictObject({
  mode: z.enum(MODES),
  quorum: z.int().min(1).max(1000).optional(),
  ratioBp: BasisPoints.optional(),
  thresholdBp: BasisPoints.optional(),
  strict: z.boolean().optional(),
  veto: z.boolean().optional(),
  rejectWaits: z.boolean().optional(),
  anyApprove: z.boolean().optional(),
  ballot: z.strictObject({ quorum: Share.optional(), threshold: Share }).optional(),
  voters: z.array(z.strictObject({ key: Label, weight: Weight.optional() })).max(1000),
  votes: z.array(z.strictObject({ by: Label, decision: z.enum(['approve', 'reject', 'abstain']) })).max(1000),
  closed: z.boolean().optional(),
});

export const TallyResult = z.strictObject({
  outcome: z.enum(['pending', 'approved', 'rejected']),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  cancelled: z.array(z.string()).readonly(),
});
