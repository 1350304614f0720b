import { z } from 'zod';
import { Instant, Key, LongText, MoneyTotal, Period, Uuid } from '../shapes';

/**
 * Why a line stands on an invoice: a level was missed; its value was corrected later; the credit was earned back; or a
 * claim against it was upheld.
 */
export const CREDIT_LINE_KINDS = ['credit', 'correction', 'earn-back', 'claim'] as const;
export type CreditLineKind = (typeof CREDIT_LINE_KINDS)[number];

/** Why a credit should not be taken: what we cause or nobody can help, which one of us says; or the vendor's own reasons. */
export const CLAIM_CAUSES = ['force-majeure', 'client-caused', 'dispute'] as const;
export type ClaimCause = (typeof CLAIM_CAUSES)[number];

/** Money as it stands on the invoice: a credit is negative, what is given back positive. */
export const CreditLine = z.strictObject({
  id: Uuid,
  period: z.string(),
  kpi: z.string(),
  kind: z.enum(CREDIT_LINE_KINDS),
  money: MoneyTotal,
  /** The invoice on which it stands. */
  invoice: z.string(),
  /** The claim that was upheld. */
  claimId: Uuid.nullable(),
  createdAt: Instant,
});
export type CreditLine = z.infer<typeof CreditLine>;

export const NewClaim = z
  .strictObject({
    period: Period,
    kpi: Key,
    cause: z.enum(CLAIM_CAUSES),
    reason: LongText.min(2),
    evidence: LongText.optional(),
  })
  .refine(({ cause, evidence }) => cause === 'dispute' || Boolean(evidence), {
    path: ['evidence'],
    message: 'is needed for an exclusion',
  });
export type NewClaim = z.infer<typeof NewClaim>;

export const CreditClaim = z.strictObject({
  id: Uuid,
  period: z.string(),
  kpi: z.string(),
  cause: z.enum(CLAIM_CAUSES),
  reason: z.string(),
  evidence: z.string().nullable(),
  raisedById: Uuid,
  raisedAt: Instant,
  status: z.enum(['open', 'upheld', 'rejected']),
  requestId: Uuid,
});
export type CreditClaim = z.infer<typeof CreditClaim>;

/** All lines of one invoice. */
export const CreditMonth = z.strictObject({ invoice: z.string(), total: MoneyTotal, lines: z.array(CreditLine) });
export type CreditMonth = z.infer<typeof CreditMonth>;

export const CreditStatement = z.strictObject({
  items: z.array(CreditMonth),
  next: z.null(),
  claims: z.array(CreditClaim),
  /** What has been credited in the last months against what was at risk in them; null without a contract that puts money at risk. */
  cumulative: z
    .strictObject({ months: z.int(), credited: MoneyTotal, atRisk: MoneyTotal, shareBp: z.int(), limitBp: z.int() })
    .nullable(),
});
export type CreditStatement = z.infer<typeof CreditStatement>;
