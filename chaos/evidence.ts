import type { Delivery } from './mail/sink';

/**
 * What a client knows of a call: it was done, it was refused for good, or nobody can say. A time-out, a cut connection and
 * an answer of 503 after the call was sent are of the third sort.
 */
export type Outcome = 'ok' | 'fail' | 'info';

interface Called {
  readonly id: number;
  readonly client: number;
  /** Idempotency-Key, or for a decision its own id. Repetitions have the same. */
  readonly key: string;
  readonly invokeTs: number;
  readonly returnTs: number;
  readonly outcome: Outcome;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly code: string | null;
  readonly hasRetryAfter: boolean;
}

/** A call of a black-box client, as it was made and as it ended. */
export type Op = Called &
  (
    | { readonly op: 'start'; readonly mark: string; readonly requestId: string | null }
    | { readonly op: 'decide'; readonly taskId: string; readonly choice: Choice; readonly via: 'api' | 'link' }
    | { readonly op: 'withdraw'; readonly requestId: string }
    | { readonly op: 'engage'; readonly mark: string; readonly engagementId: string | null }
    | { readonly op: 'value'; readonly engagementId: string; readonly period: string; readonly value: number }
  );
export type OpKind = Op['op'];
export type OpOf<Kind extends OpKind> = Extract<Op, { readonly op: Kind }>;

/** Before the log has numbered it. */
export type NewOp = { readonly [Kind in OpKind]: Omit<OpOf<Kind>, 'id'> }[OpKind];

export const CHOICES = ['approve', 'reject'] as const;
export type Choice = (typeof CHOICES)[number];

export interface RequestRow {
  readonly id: string;
  /** Title of what is asked for: the client wrote the mark of its call into it. */
  readonly mark: string;
  readonly status: string;
  readonly requester: string;
  readonly closedAt: number | null;
}
export interface TaskRow {
  readonly id: string;
  readonly requestId: string;
  readonly assignee: string;
  readonly status: string;
  readonly decision: string | null;
  readonly activeAt: number;
  readonly endedAt: number | null;
  /** Milliseconds from its beginning to its first reminder; null where nobody is reminded. */
  readonly remindAfterMs: number | null;
}
export interface TrailRow {
  readonly stream: string;
  readonly type: string;
  readonly taskId: string | null;
  readonly requestId: string | null;
}
export interface MailRow {
  readonly key: string;
  readonly kind: string;
  readonly address: string | null;
  readonly messageId: string;
  readonly status: string;
  readonly taskId: string | null;
  readonly requestId: string | null;
  readonly error: string | null;
}
export interface ValueRow {
  readonly engagementId: string;
  readonly period: string;
  readonly value: number | null;
  readonly revisions: number;
}

/** The database after the run. */
export interface Records {
  readonly requests: readonly RequestRow[];
  readonly tasks: readonly TaskRow[];
  readonly engagements: readonly { readonly id: string; readonly mark: string }[];
  readonly trail: readonly TrailRow[];
  readonly mails: readonly MailRow[];
  /** Ordered mails that should have gone out. */
  readonly overdueMails: readonly string[];
  readonly values: readonly ValueRow[];
  /** Streams of the audit trail whose hashes do not fit. */
  readonly brokenChains: readonly string[];
}

/** A workflow execution: all its runs are one line. */
export interface ProcessRow {
  readonly workflowId: string;
  readonly executions: number;
  /** Why it does not get on; null where it does. */
  readonly stuck: string | null;
}

/** What the parts of the product themselves did. */
export interface Conduct {
  /** Ends of processes that nobody brought about. */
  readonly ends: readonly string[];
  /** Places of logs in which a secret stands. */
  readonly leaks: readonly string[];
  /** What API processes have logged as their own fault, each once. */
  readonly defects: readonly string[];
  readonly before: Resources;
  readonly after: Resources;
}
export interface Resources {
  readonly fileHandles: number;
  readonly connections: number;
  readonly residentMb: number;
}

export interface Evidence {
  readonly ops: readonly Op[];
  readonly records: Records;
  readonly processes: readonly ProcessRow[];
  /** Differences between records and processes, as `npm run reconcile` finds them. */
  readonly differences: readonly string[];
  readonly deliveries: readonly Delivery[];
  readonly conduct: Conduct;
  /** How long a mail may take from the last look at its task to its arrival: longer where the relay was slow on purpose. */
  readonly mailSlackMs: number;
  /** When the reading of rows began: a mail that arrived since may have been made since. */
  readonly readFrom: number;
  readonly dumpedAt: number;
}

export const INVARIANTS = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I10', 'I11', 'I12'] as const;
export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  readonly invariant: Invariant;
  readonly what: string;
}
