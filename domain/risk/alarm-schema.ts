import { z } from 'zod';
import { Instant, LongText, Uuid } from '../shapes';

export const ALARM_STATES = ['open', 'acknowledged', 'mitigating', 'closed'] as const;

const AlarmRemark = z.strictObject({
  at: Instant,
  /** Null where a rule did it and nobody. */
  actorId: Uuid.nullable(),
  /** `ack`, `plan`, `close`; `worsened` and `reopened` where the alarm came again, `settled` where its reason has gone. */
  step: z.string(),
  text: z.string(),
});

export const AlarmView = z.strictObject({
  id: Uuid,
  engagementId: Uuid,
  rule: z.string(),
  subject: z.string(),
  severity: z.enum(['amber', 'red']),
  state: z.enum(ALARM_STATES),
  evidence: z.record(z.string(), z.unknown()),
  comments: z.array(AlarmRemark),
  ackDueAt: Instant,
  /** Who acknowledged it. */
  ackBy: Uuid.nullable(),
  ackAt: Instant.nullable(),
  /** When a plan is due; null where the severity asks for none. */
  planDueAt: Instant.nullable(),
  /** How often it came back within the days after it was closed. */
  reopened: z.int(),
  openedAt: Instant,
  closedAt: Instant.nullable(),
});
export type AlarmView = z.infer<typeof AlarmView>;

/** What the record keeps besides what people see. */
export const AlarmRecord = AlarmView.extend({
  /** Counts how often it was opened, worsened and opened again; `told` of these its people have heard. */
  raised: z.int(),
  told: z.int(),
  /** Instants on which the deadline of its state is escalated, first to last, in epoch milliseconds. */
  marks: z.array(z.int()).readonly(),
  marksDone: z.int(),
});
export type AlarmRecord = z.infer<typeof AlarmRecord>;

export const AlarmComment = z.strictObject({ comment: LongText.min(2) });
export type AlarmComment = z.infer<typeof AlarmComment>;
