import { z } from 'zod';
import { REVIEW_RHYTHMS } from '../engagement/agenda';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { MEETING_STATES } from './meeting';
import { REVIEW_KINDS } from './pack-schema';

const Party = z.enum(['us', 'vendor']);

export const NewAction = z.strictObject({
  title: ShortText,
  ownerId: Uuid.nullable().default(null),
  due: LocalDate,
  /** Which side does it; ours where nothing is said. */
  party: Party.optional(),
});

export const ReviewView = z.strictObject({
  id: Uuid,
  engagementId: Uuid,
  kind: z.enum(REVIEW_KINDS),
  period: z.string(),
  state: z.enum(MEETING_STATES),
  meetingAt: Instant,
  minutesDueAt: Instant.nullable(),
  approvalDueAt: Instant.nullable(),
  heldAt: Instant.nullable(),
  participants: z.array(z.string()),
  minutes: z.string().nullable(),
  actions: z.array(NewAction),
  approvedBy: z.array(Party),
  objection: z.strictObject({ side: Party, comment: z.string(), at: Instant }).nullable(),
  /** SHA-256 over the canonical JSON of the pack; null where the review has none. */
  packSha256: z.string().nullable(),
});
export type ReviewView = z.infer<typeof ReviewView>;

export const Held = z.strictObject({ at: Instant.optional(), participants: z.array(ShortText).max(100).default([]) });
export type Held = z.infer<typeof Held>;
export const Minutes = z.strictObject({ text: LongText.min(2) });
export type Minutes = z.infer<typeof Minutes>;
export const Actions = z.strictObject({ actions: z.array(NewAction).min(1).max(50) });
export type Actions = z.infer<typeof Actions>;

export const Approve = z.strictObject({
  /** The side that one stands on, unless said otherwise. */
  side: Party.optional(),
  /** Needed to record that the vendor approved by another way, such as a signed copy. */
  comment: LongText.min(2).optional(),
});
export type Approve = z.infer<typeof Approve>;
export const Objecting = z.strictObject({ side: Party.optional(), comment: LongText.min(2) });
export type Objecting = z.infer<typeof Objecting>;
export const Reschedule = z.strictObject({ meetingAt: Instant, reason: LongText.min(2).optional() });
export type Reschedule = z.infer<typeof Reschedule>;
export const CallOff = z.strictObject({ reason: LongText.min(2) });
export type CallOff = z.infer<typeof CallOff>;
export const Rhythm = z.strictObject({ rhythm: z.enum(REVIEW_RHYTHMS) });
export type Rhythm = z.infer<typeof Rhythm>;
