import { z } from 'zod';
import { LocalDate, LongText, Uuid } from '../shapes';

/** A survey of the people concerned: the mean of `n` answers on a scale from 1 (bad) to 5 (good). */
export const NewPulse = z.strictObject({
  date: LocalDate,
  score: z.number().min(1).max(5),
  n: z.int().min(0).max(1_000_000),
  comment: LongText.optional(),
});
export type NewPulse = z.infer<typeof NewPulse>;

export const PulseView = z.strictObject({
  date: z.string(),
  score: z.number(),
  n: z.int(),
  comment: z.string().nullable(),
  /** Null for those that came with the needs record. */
  recordedBy: Uuid.nullable(),
});
export type PulseView = z.infer<typeof PulseView>;

const Finding = z.strictObject({ rule: z.enum(['PULSE_LOW', 'PULSE_DROP']), severity: z.literal('amber') });

export const PulseAnswer = z.strictObject({
  items: z.array(PulseView),
  /** What the newest survey gives rise to. */
  findings: z.array(Finding),
});
