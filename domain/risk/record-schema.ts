import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { RISK_TYPES } from './types';

const Rating = z.int().min(1).max(5);

export const Risk = z.strictObject({
  type: z.enum(RISK_TYPES),
  cause: ShortText,
  likelihood: Rating,
  impact: Rating,
  controls: z.array(ShortText).max(50).default([]),
  residual: z.int().min(1).max(25).optional(),
  ownerId: Uuid.optional(),
  reviewAt: LocalDate.optional(),
});
export type Risk = z.infer<typeof Risk>;

export const RiskView = Risk.extend({ id: Uuid, exposure: z.int(), band: z.enum(['green', 'amber', 'red']) });

export const Incident = z.strictObject({
  type: ShortText,
  severity: z.enum(['minor', 'moderate', 'major']),
  detectedAt: Instant,
  personalData: z.boolean(),
  records: z.int().min(0).optional(),
  description: LongText.optional(),
});
export type Incident = z.infer<typeof Incident>;

export const SIGNAL_TYPES = ['quality', 'capacity', 'legal', 'data', 'communication'] as const;

export const Signal = z.strictObject({
  type: z.enum(SIGNAL_TYPES),
  severity: Rating,
  observedOn: LocalDate,
  evidence: LongText.min(2),
  rectified: z.boolean().optional(),
});
export type Signal = z.infer<typeof Signal>;
