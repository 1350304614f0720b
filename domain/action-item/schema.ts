import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { ACTION_ITEM_KINDS, ACTION_ITEM_STATES } from './kinds';

const Alarm = z.strictObject({ rule: z.string(), severity: z.enum(['amber', 'red']) });

/** A piece of work that one person owes by a date: recalled before it, escalated after it, ended by whoever it lies with. */
export const ActionItem = z.strictObject({
  id: Uuid,
  /** Null for work about a vendor that belongs to no single engagement. */
  engagementId: Uuid.nullable(),
  vendorId: Uuid.nullable(),
  kind: z.enum(ACTION_ITEM_KINDS),
  /** What people call it; null where the kind says all there is to say. */
  title: z.string().nullable(),
  assigneeId: Uuid,
  /** Looks at the result and closes the item; null where the assignee closes it. */
  approverId: Uuid.nullable(),
  /** Hear of it when it is overdue. */
  escalateIds: z.array(Uuid).readonly(),
  opensAt: Instant,
  dueAt: Instant,
  state: z.enum(ACTION_ITEM_STATES),
  comment: z.string().nullable(),
  submittedBy: Uuid.nullable(),
  /** Somebody asks to leave it out; it counts once a second person has confirmed it. */
  waiver: z.strictObject({ reason: z.string(), askedBy: Uuid }).nullable(),
  closedBy: Uuid.nullable(),
  closedAt: Instant.nullable(),
  version: z.int(),
});
export type ActionItem = z.infer<typeof ActionItem>;

/** What the record keeps besides what people see. */
export const ActionItemRecord = ActionItem.extend({
  /** Business identity: the same key is the same item, however often it is opened. */
  key: z.string(),
  /** Instants of reminders and escalations, first to last, in epoch milliseconds. */
  marks: z.array(z.int()).readonly(),
  marksDone: z.int(),
  /** The version that its people have been told of. */
  toldVersion: z.int(),
  /** Raised when the item is overdue. */
  alarm: Alarm.nullable(),
  updatedAt: Instant,
});
export type ActionItemRecord = z.infer<typeof ActionItemRecord>;

export const NewActionItem = z.strictObject({
  title: ShortText,
  assigneeId: Uuid,
  approverId: Uuid.optional(),
  due: LocalDate,
});
export type NewActionItem = z.infer<typeof NewActionItem>;

export const ActionComment = z.strictObject({ comment: LongText.optional() });
export type ActionComment = z.infer<typeof ActionComment>;
export const ActionReason = z.strictObject({ reason: LongText.min(2) });
export type ActionReason = z.infer<typeof ActionReason>;
export const ActionAssignee = z.strictObject({ assigneeId: Uuid });
export type ActionAssignee = z.infer<typeof ActionAssignee>;
