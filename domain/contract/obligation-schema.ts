import { z } from 'zod';
import { LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { EVERY, ON_DAYS_OFF } from './recurrence-words';

export const Schedule = z
  .strictObject({
    every: z.enum(EVERY),
    /** First due date; later ones count from it. */
    from: LocalDate,
    /** No due date after this day. */
    until: LocalDate.optional(),
    /** What a due date on a day off becomes; `keep` where nothing is said. */
    onDayOff: z.enum(ON_DAYS_OFF).optional(),
  })
  .refine(({ from, until }) => until === undefined || from <= until, {
    path: ['until'],
    message: 'must not be before the first due date',
  });
export type Schedule = z.infer<typeof Schedule>;

export const OBLIGATION_CATEGORIES = ['operational', 'legal', 'commercial', 'compliance', 'governance'] as const;

/** Something that one side owes the other under the contract, once or again and again. */
export const Obligation = z.strictObject({
  party: z.enum(['us', 'vendor']),
  category: z.enum(OBLIGATION_CATEGORIES),
  title: ShortText,
  description: LongText.optional(),
  schedule: Schedule,
  /** Days before the due date on which the task comes up. */
  leadDays: z.int().min(0).max(366).default(7),
  /** Does it, or sees to it that the vendor does. */
  assigneeId: Uuid,
  /** Accepts the result; without one the assignee closes the task. */
  approverId: Uuid.optional(),
});
export type Obligation = z.infer<typeof Obligation>;

export const ObligationView = Obligation.extend({
  id: Uuid,
  /** Of a duty that law brings with it: which one. */
  duty: z.string().nullable(),
  state: z.enum(['active', 'ended']),
  /** The next due date that has no task yet; null when none is left. */
  nextDue: z.string().nullable(),
});
export type ObligationView = z.infer<typeof ObligationView>;
