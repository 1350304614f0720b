import { z } from 'zod';
import { LongText, Period, Uuid } from '../shapes';

export const CORRECTION_STATES = ['proposed', 'confirmed', 'rejected', 'withdrawn'] as const;

/** A value that counts only once a second person has confirmed it. */
export const Correction = z.strictObject({
  id: Uuid,
  key: z.string(),
  period: Period,
  /** `closed-period`: the card of the period is there already; `override`: the other side has reported something else. */
  kind: z.enum(['closed-period', 'override']),
  value: z.number().nullable(),
  status: z.enum(['unavailable', 'no_activity']).nullable(),
  inputs: z.record(z.string(), z.number()).nullable(),
  evidence: z.string().nullable(),
  reason: z.string().nullable(),
  side: z.enum(['us', 'vendor']),
  proposedBy: Uuid.nullable(),
  proposedAt: z.string(),
  state: z.enum(CORRECTION_STATES),
  decidedBy: Uuid.nullable(),
  decidedAt: z.string().nullable(),
  comment: z.string().nullable(),
});
export type Correction = z.infer<typeof Correction>;

export const CorrectionComment = z.strictObject({ comment: LongText.optional() });
export type CorrectionComment = z.infer<typeof CorrectionComment>;
