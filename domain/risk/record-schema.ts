import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { EVENT_CATEGORIES } from './schema';
import { RISK_TYPES } from './types';

const Rating = z.int().min(1).max(5);
const Residual = z.int().min(1).max(25);

export const Risk = z.strictObject({
  type: z.enum(RISK_TYPES),
  cause: ShortText,
  likelihood: Rating,
  impact: Rating,
  controls: z.array(ShortText).max(50).default([]),
  residual: Residual.optional(),
  ownerId: Uuid.optional(),
  reviewAt: LocalDate.optional(),
});
export type Risk = z.infer<typeof Risk>;

/** What changes of a risk; null takes an optional field away. */
export const RiskPatch = z
  .strictObject({
    type: z.enum(RISK_TYPES),
    cause: ShortText,
    likelihood: Rating,
    impact: Rating,
    controls: z.array(ShortText).max(50),
    residual: Residual.nullable(),
    ownerId: Uuid.nullable(),
    reviewAt: LocalDate.nullable(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'names nothing to change');
export type RiskPatch = z.infer<typeof RiskPatch>;

export const RiskView = Risk.extend({
  id: Uuid,
  exposure: z.int(),
  band: z.enum(['green', 'amber', 'red']),
  version: z.int(),
});
export type RiskView = z.infer<typeof RiskView>;

export const INCIDENT_SEVERITIES = ['minor', 'moderate', 'major'] as const;

export const Incident = z.strictObject({
  type: ShortText,
  severity: z.enum(INCIDENT_SEVERITIES),
  detectedAt: Instant,
  personalData: z.boolean(),
  records: z.int().min(0).optional(),
  description: LongText.optional(),
  /** What it counts as among the warning events; `data` where personal data is concerned, otherwise `quality`. */
  category: z.enum(EVENT_CATEGORIES).optional(),
});
export type Incident = z.infer<typeof Incident>;

export const IncidentPatch = z
  .strictObject({
    type: ShortText,
    severity: z.enum(INCIDENT_SEVERITIES),
    personalData: z.boolean(),
    records: z.int().min(0),
    description: LongText,
    category: z.enum(EVENT_CATEGORIES),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'names nothing to change');
export type IncidentPatch = z.infer<typeof IncidentPatch>;

export const IncidentClose = z.strictObject({
  rootCause: LongText.min(2),
  measures: LongText.optional(),
});
export type IncidentClose = z.infer<typeof IncidentClose>;

const Closing = IncidentClose.extend({ at: Instant, by: Uuid });
export type Closing = z.infer<typeof Closing>;

export const IncidentView = Incident.extend({
  id: Uuid,
  state: z.enum(['open', 'closed']),
  closing: Closing.nullable(),
  version: z.int(),
});
export type IncidentView = z.infer<typeof IncidentView>;

export const SIGNAL_TYPES = EVENT_CATEGORIES;

export const Signal = z.strictObject({
  type: z.enum(SIGNAL_TYPES),
  severity: Rating,
  observedOn: LocalDate,
  evidence: LongText.min(2),
  rectified: z.boolean().optional(),
});
export type Signal = z.infer<typeof Signal>;

export const SignalPatch = z.strictObject({ rectified: z.boolean() });
export type SignalPatch = z.infer<typeof SignalPatch>;

export const SignalView = Signal.extend({ id: Uuid, version: z.int() });
export type SignalView = z.infer<typeof SignalView>;
