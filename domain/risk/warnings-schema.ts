import { z } from 'zod';
import { LocalDate, Uuid } from '../shapes';
import { EVENT_CATEGORIES, EventRiskAnswer } from './schema';

const EventSource = z.strictObject({
  kind: z.enum(['signal', 'incident']),
  id: Uuid,
  category: z.enum(EVENT_CATEGORIES),
  severity: z.int(),
  observedOn: LocalDate,
  rectified: z.boolean(),
});
export type EventSource = z.infer<typeof EventSource>;

/** The event score of an engagement, and what each event adds to it. */
export const EventRisk = EventRiskAnswer.extend({
  asOf: LocalDate,
  importanceBp: z.int(),
  contributions: z.array(EventSource.extend({ weight: z.number(), redLine: z.boolean() })).readonly(),
});
export type EventRisk = z.infer<typeof EventRisk>;
