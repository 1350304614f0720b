import { z } from 'zod';
import { Instant, Json, Key, LongText, ShortText, Uuid } from '../shapes';
import { REQUEST_ACTIONS, TASK_ACTIONS } from './events';
import { MODES, ORIGINS, REQUEST_STATUSES, RUN_STATUSES, SIGN_MODES, SIGN_POSITIONS, TASK_STATUSES } from './words';

/** What is approved: any JSON object of bounded size; policies read its fields in their conditions. */
const SubjectData = z.record(z.string().max(100), Json);

export const Subject = z.strictObject({ type: Key, title: ShortText, data: SubjectData.default({}) });
export type Subject = Readonly<z.infer<typeof Subject>>;

/** Files of the caller's own, uploaded to this request before and not named yet. */
const AttachmentIds = z.array(Uuid).min(1).max(20);

const People = z.array(Uuid).max(200);

export const NewRequest = z.strictObject({
  policyKey: Key,
  subject: Subject,
  cc: z.array(Uuid).max(50).default([]),
  select: z.record(Key, People.min(1)).default({}),
  expiresAt: Instant.optional(),
});
export type NewRequest = Readonly<z.infer<typeof NewRequest>>;

export const RequestAction = z.strictObject({
  action: z.enum(REQUEST_ACTIONS),
  comment: LongText.optional(),
  /** New data of the subject, with `resubmit` only. */
  data: SubjectData.optional(),
  /** With `comment` only. */
  attachmentIds: AttachmentIds.optional(),
  /** With `comment` only: people who may read the request; they get a mail, and a copy from then on. */
  mentionIds: z.array(Uuid).min(1).max(50).optional(),
  /** With `report`, and with `confirm` and `annul` where several were reported: the task with the decision in question. */
  taskId: Uuid.optional(),
  /** With `annul` only: the one person who decides in place of whoever had the task. */
  userIds: z.array(Uuid).length(1).optional(),
});
export type RequestAction = Readonly<z.infer<typeof RequestAction>>;

export const TaskAction = z.strictObject({
  action: z.enum(TASK_ACTIONS),
  decisionId: z.string().min(1).max(100).optional(),
  comment: LongText.optional(),
  /** For `send-back`: `START` (default), `previous` or the key of an approved step. */
  target: z.union([z.literal('START'), Key]).optional(),
  /**
   * For `transfer` and `delegate` the one person; for `add-sign` and `remove-sign` those who sign as well; for `approve`
   * those who decide the next step, where its policy leaves that to the approver.
   */
  userIds: z.array(Uuid).min(1).max(20).optional(),
  /** For `add-sign`: before or after the own decision, or as further voters. */
  position: z.enum(SIGN_POSITIONS).optional(),
  /** For `add-sign`: whether any, all (the default), or one after the other of them must approve. */
  mode: z.enum(SIGN_MODES).optional(),
  /** A typed name, where the step asks for a signature. */
  signature: ShortText.optional(),
  /** Hash of what the person saw. */
  subjectHash: z.string().max(64).optional(),
  attachmentIds: AttachmentIds.optional(),
});
export type TaskAction = Readonly<z.infer<typeof TaskAction>>;

export const TaskView = z.strictObject({
  id: Uuid,
  assigneeId: Uuid,
  ownerId: Uuid,
  onBehalfOfId: Uuid.nullable(),
  origin: z.enum(ORIGINS),
  weight: z.int(),
  status: z.enum(TASK_STATUSES),
  decision: z.enum(['approve', 'reject', 'abstain', 'send-back', 'opinion']).nullable(),
  reasonCode: z.string().nullable(),
  dueAt: Instant.nullable(),
  decidedAt: Instant.nullable(),
  channel: z.string().nullable(),
  comment: z.string().nullable(),
  /** The task whose holder asked for this one, and for what. */
  askedById: Uuid.nullable(),
  askedFor: z.enum(['opinion', 'before', 'after']).nullable(),
  waitsFor: z.enum(['signers', 'substitute']).nullable(),
  /** Signatures that are still awaited. */
  signing: z
    .strictObject({
      position: z.enum(['before', 'after']),
      mode: z.enum(SIGN_MODES),
      peopleIds: z.array(Uuid).readonly(),
    })
    .readonly()
    .nullable(),
});
export type TaskView = Readonly<z.infer<typeof TaskView>>;

export const Attachment = z.strictObject({
  id: Uuid,
  fileName: z.string(),
  /** By the file's first bytes, whatever its name says. */
  mediaType: z.string(),
  size: z.int(),
  sha256: z.string(),
  uploadedById: Uuid,
  createdAt: Instant,
  /** Where it was named: a comment, or the task that it was decided with. */
  commentId: z.string().nullable(),
  taskId: Uuid.nullable(),
});
export type Attachment = Readonly<z.infer<typeof Attachment>>;

export const StepView = z.strictObject({
  key: z.string(),
  title: z.string(),
  round: z.int(),
  mode: z.enum(MODES),
  status: z.enum(RUN_STATUSES),
  reasonCode: z.string().nullable(),
  tasks: z.array(TaskView),
});

export const RequestView = z.strictObject({
  id: Uuid,
  workflowId: z.string(),
  status: z.enum(REQUEST_STATUSES),
  round: z.int(),
  gate: z.string().nullable(),
  engagementId: Uuid.nullable(),
  requesterId: Uuid,
  policy: z.strictObject({ key: z.string(), version: z.int() }),
  subject: z.strictObject({ type: z.string(), title: z.string(), data: SubjectData }),
  subjectHash: z.string(),
  outcomeReason: z.string().nullable(),
  startedAt: Instant,
  closedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  /** All steps have agreed, and the approval takes effect then unless somebody objects. */
  coolingOffUntil: Instant.nullable(),
  /** Since when nothing is decided because a decision was reported as not made by its person. */
  frozenSince: Instant.nullable(),
  reports: z.array(
    z.strictObject({
      taskId: Uuid,
      byId: Uuid,
      at: Instant,
      /** Null until an administrator has settled it. */
      outcome: z.enum(['confirmed', 'annulled']).nullable(),
      settledById: Uuid.nullable(),
      settledAt: Instant.nullable(),
    }),
  ),
  steps: z.array(StepView),
  comments: z.array(
    z.strictObject({
      id: z.string(),
      at: Instant,
      authorId: Uuid,
      round: z.int(),
      text: z.string(),
      mentionIds: z.array(Uuid),
    }),
  ),
  attachments: z.array(Attachment),
});
export type RequestView = Readonly<z.infer<typeof RequestView>>;

export const RequestLine = RequestView.pick({
  id: true,
  status: true,
  round: true,
  gate: true,
  engagementId: true,
  requesterId: true,
  policy: true,
  subjectHash: true,
  outcomeReason: true,
  startedAt: true,
  closedAt: true,
  coolingOffUntil: true,
  frozenSince: true,
}).extend({ subject: z.strictObject({ type: z.string(), title: z.string() }) });
export type RequestLine = Readonly<z.infer<typeof RequestLine>>;

export const BOXES = ['todo', 'done', 'closed-by-others', 'cc', 'mine'] as const;
export type Box = (typeof BOXES)[number];

/** One line of an inbox: a task, or (in `cc` and `mine`) a request without one. */
export const InboxLine = z.strictObject({
  task: TaskView.extend({ stepKey: z.string(), stepTitle: z.string(), round: z.int() }).nullable(),
  request: RequestLine,
});
export type InboxLine = Readonly<z.infer<typeof InboxLine>>;
