import { z } from 'zod';
import { Instant, LongText, MoneyCharge, MoneyTotal, ShortText, Uuid } from '../shapes';

/** How a dispute ends: the line falls, it stands, or both sides agree on another sum. */
export const DISPUTE_OUTCOMES = ['upheld', 'withdrawn', 'agreed'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

const Line = z.int().min(1).max(500);

/** `line` is counted from 1, in the order of the settlement. */
export const NewDispute = z.strictObject({ line: Line, reason: LongText.min(2) });
export type NewDispute = z.infer<typeof NewDispute>;

export const ResolveBody = z
  .strictObject({
    outcome: z.enum(DISPUTE_OUTCOMES),
    /** What the line is to be, where both sides agree on another sum. */
    amount: MoneyCharge.optional(),
    reason: LongText.min(2),
  })
  .refine(({ outcome, amount }) => (outcome === 'agreed') === (amount !== undefined), {
    path: ['amount'],
    message: 'is given when the outcome is agreed, and only then',
  });
export type ResolveBody = z.infer<typeof ResolveBody>;

export const DisputeView = z.strictObject({
  id: Uuid,
  line: Line,
  side: z.enum(['us', 'vendor']),
  reason: z.string().nullable(),
  raisedById: Uuid.nullable(),
  raisedAt: Instant,
  outcome: z.enum(DISPUTE_OUTCOMES).nullable(),
  /** What the line came to; null while the dispute is open. */
  money: MoneyTotal.nullable(),
  /** Paid on top of the first payment because of it; below zero the vendor pays. */
  adjustment: MoneyTotal.nullable(),
  resolution: z.string().nullable(),
  resolvedById: Uuid.nullable(),
  resolvedAt: Instant.nullable(),
});
export type DisputeView = z.infer<typeof DisputeView>;

/** The vendor's agreement on paper, recorded by us. */
export const PaperConfirmation = z.strictObject({ name: ShortText, evidence: LongText.min(2) });
export type PaperConfirmation = z.infer<typeof PaperConfirmation>;

export const ConfirmationView = z.strictObject({
  how: z.enum(['link', 'paper']),
  name: z.string(),
  evidence: z.string().nullable(),
  recordedById: Uuid.nullable(),
  at: Instant,
  /** Of the account that was confirmed. */
  sha256: z.string(),
});
export type ConfirmationView = z.infer<typeof ConfirmationView>;
