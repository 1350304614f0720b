import { z } from 'zod';
import { SERVICE_TYPES } from '../planning/catalogue';
import { BasisPoints, Uuid } from '../shapes';

export const HORIZONS = ['6', '12'] as const;

export const QualityQuery = z.strictObject({
  category: z.enum(SERVICE_TYPES),
  /** Months of service after which awards are looked back on. */
  months: z.enum(HORIZONS).default('12'),
});
export type QualityQuery = z.infer<typeof QualityQuery>;

const Correlation = {
  n: z.int(),
  rho: z.number().nullable(),
  p: z.number().nullable(),
  method: z.enum(['exact', 'permutation']).nullable(),
};

/** A part of the model, what it was worth, and the weight that is proposed for the next tender. */
export const PredictedPart = z.strictObject({
  key: z.string(),
  ...Correlation,
  weightBp: BasisPoints,
  proposedBp: BasisPoints,
  reason: z.enum(['predicted', 'misled', 'no-evidence', 'not-enough']),
});
export type PredictedPart = z.infer<typeof PredictedPart>;

export const SelectionQuality = z.strictObject({
  category: z.enum(SERVICE_TYPES),
  months: z.int(),
  minimum: z.int(),
  status: z.enum(['given', 'not-enough']),
  /** Awards that can be looked back on. */
  engagements: z.int(),
  dimensions: z.array(PredictedPart).readonly(),
  criteria: z.array(PredictedPart.extend({ dimension: z.string() })).readonly(),
  evaluators: z.array(z.strictObject({ userId: Uuid, name: z.string().optional(), ...Correlation })).readonly(),
});
export type SelectionQuality = z.infer<typeof SelectionQuality>;
