import { z } from 'zod';
import { Instant, LongText, ShortText, Uuid } from '../shapes';
import { Country } from '../vendor/vendor-schema';
import { CARRIERS, DATA_CLASSES, LEGAL_BASES } from './words';

/** Data that comes into another country, and by whom. */
export const Crossing = z.strictObject({
  country: z.string(),
  by: z.enum(CARRIERS),
  /** Who carries it; null for a place where it is kept. */
  name: z.string().nullable(),
  dataClass: z.enum(DATA_CLASSES),
});
export type Crossing = z.infer<typeof Crossing>;

/** What a transfer of data abroad means for the people concerned, and what allows it. */
export const PrivacyAssessment = z.strictObject({
  legalBasis: z.enum(LEGAL_BASES),
  destinations: z
    .array(Country)
    .min(1)
    .max(50)
    .refine((countries) => new Set(countries).size === countries.length, 'names a country twice'),
  safeguards: LongText.min(2),
  /** The assessment itself, or its filing, among the documents of the engagement. */
  documentId: Uuid.optional(),
  reference: ShortText.optional(),
});
export type PrivacyAssessment = z.infer<typeof PrivacyAssessment>;

export const ASSESSMENT_STATES = ['not-needed', 'due', 'done'] as const;

export const PrivacyAssessmentView = z.strictObject({
  state: z.enum(ASSESSMENT_STATES),
  crossings: z.array(Crossing).readonly(),
  /** Countries that data comes into and that no assessment speaks of yet. */
  unassessed: z.array(z.string()).readonly(),
  assessment: PrivacyAssessment.nullable(),
  /** 0 before there is one. */
  version: z.int(),
  updatedById: Uuid.nullable(),
  updatedAt: Instant.nullable(),
});
export type PrivacyAssessmentView = z.infer<typeof PrivacyAssessmentView>;
