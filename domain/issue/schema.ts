import { z } from 'zod';
import { Instant, LocalDate, LongText, ShortText, Uuid } from '../shapes';
import { ISSUE_SEVERITIES, ISSUE_STATES, ISSUE_STEPS, SIDES } from './words';

export const NewIssue = z.strictObject({
  title: ShortText,
  severity: z.enum(ISSUE_SEVERITIES),
  raisedBy: z.enum(SIDES).default('us'),
  /** The side that answers and resolves it. */
  assignee: z.enum(SIDES),
  /** Resolved by the end of this day, where the clock of the severity is not the one that counts. */
  due: LocalDate.optional(),
  description: LongText.min(2),
});
export type NewIssue = z.infer<typeof NewIssue>;

export const IssueSaying = z.strictObject({ comment: LongText.min(2) });
export type IssueSaying = z.infer<typeof IssueSaying>;

const Remark = z.strictObject({
  at: Instant,
  side: z.enum(SIDES),
  /** Null for the vendor behind its link. */
  actorId: Uuid.nullable(),
  step: z.enum(['raise', ...ISSUE_STEPS]),
  text: z.string(),
});

export const IssueView = z.strictObject({
  id: Uuid,
  /** Counts the issues of the engagement. */
  number: z.int(),
  title: z.string(),
  severity: z.enum(ISSUE_SEVERITIES),
  raisedBy: z.enum(SIDES),
  assignee: z.enum(SIDES),
  due: LocalDate.nullable(),
  description: z.string(),
  state: z.enum(ISSUE_STATES),
  answerDueAt: Instant,
  resolveDueAt: Instant,
  openedAt: Instant,
  /** First answer since it was opened, or opened again. */
  answeredAt: Instant.nullable(),
  resolvedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  /** How often it was opened again. */
  reopened: z.int(),
  /** What is late now. */
  overdue: z.enum(['answer', 'resolve']).nullable(),
  remarks: z.array(Remark),
  version: z.int(),
});
export type IssueView = z.infer<typeof IssueView>;
