import { z } from 'zod';
import { Bilingual, Key, LocalDate, LongText, Uuid } from '../shapes';

export const TASK_STATES = ['open', 'done', 'waived'] as const;

export const ExitTask = z.strictObject({
  key: Key,
  /** In English; `titles` holds it in both languages. */
  title: z.string(),
  titles: Bilingual,
  assigneeId: Uuid,
  due: LocalDate,
  /** Keys of the tasks that come before it. */
  after: z.array(Key).readonly(),
  /** The partial termination that needs it; null where the whole service ends. */
  partialId: Uuid.nullable(),
  state: z.enum(TASK_STATES),
  comment: z.string().nullable(),
  /** Somebody asks to leave the task out; it counts once a second person has confirmed it. */
  waiver: z.strictObject({ reason: z.string(), askedBy: Uuid }).nullable(),
  /** Who did it, or confirmed that it is left out; null where the vendor did it by its agreement. */
  closedBy: Uuid.nullable(),
  closedAt: z.iso.datetime().nullable(),
});
export type ExitTask = z.infer<typeof ExitTask>;

export const DoneBody = z.strictObject({ comment: LongText.optional() });
export type DoneBody = z.infer<typeof DoneBody>;

export const WaiveBody = z.strictObject({ reason: LongText.min(2) });
export type WaiveBody = z.infer<typeof WaiveBody>;
