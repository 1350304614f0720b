import { z } from 'zod';
import { Bilingual, Instant, LongText, ShortText, Uuid } from '../shapes';
import { SERVICE_TYPES } from './catalogue';
import { CHECKED_GATES } from './service-type-schema';

/** What an engagement taught, and what a later one of its kind is to check at a gate. */
export const NewLesson = z.strictObject({
  /** The kind of engagements that it is for; the engagement's own kind when left out. */
  serviceType: z.enum(SERVICE_TYPES).optional(),
  gate: z.enum(CHECKED_GATES),
  text: LongText.min(2),
  check: ShortText,
  /** Whether the gate stays shut until it is ticked; otherwise it is shown to the approvers. */
  required: z.boolean().default(false),
});
export type NewLesson = z.infer<typeof NewLesson>;

const Source = z.strictObject({ engagementId: Uuid, number: z.string(), title: z.string() });

export const LessonView = z.strictObject({
  id: Uuid,
  serviceType: z.enum(SERVICE_TYPES),
  gate: z.enum(CHECKED_GATES),
  text: z.string(),
  check: z.string(),
  required: z.boolean(),
  source: Source,
  recordedBy: Uuid,
  recordedAt: Instant,
  retiredAt: Instant.nullable(),
});
export type LessonView = z.infer<typeof LessonView>;

export const ChecklistItem = z.strictObject({
  key: z.string(),
  gate: z.enum(CHECKED_GATES),
  origin: z.enum(['catalogue', 'lesson']),
  text: Bilingual,
  required: z.boolean(),
  done: z.boolean(),
  comment: z.string().nullable(),
  tickedBy: Uuid.nullable(),
  tickedAt: Instant.nullable(),
  /** Of a lesson: what was learnt, and the engagement that taught it. */
  lesson: z.string().nullable(),
  source: Source.nullable(),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const Tick = z.strictObject({ done: z.boolean(), comment: LongText.optional() });
export type Tick = z.infer<typeof Tick>;
