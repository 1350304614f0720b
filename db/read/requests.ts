import type { Report } from '../../domain/approval/state';
import { instantText } from '../../domain/calendar/business-time';
import type { RequestLine, RequestView, TaskView } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { namedAttachments } from './attachments';

/** Columns of a request with the version of its subject that is decided on now. */
export interface RequestRow {
  readonly id: string;
  readonly gate: string | null;
  readonly engagement_id: string | null;
  readonly policy_key: string;
  readonly policy_version: number;
  readonly requester_id: string;
  readonly status: RequestView['status'];
  readonly round: number;
  readonly subject_hash: string;
  readonly outcome_reason: string | null;
  readonly started_at: Date;
  readonly closed_at: Date | null;
  readonly expires_at: Date | null;
  readonly cooling_off_until: Date | null;
  readonly frozen_since: Date | null;
  readonly reports: readonly Report[];
  readonly type: string;
  readonly title: string;
  readonly data: RequestView['subject']['data'];
}

const COLUMNS = [
  'requests.id',
  'requests.gate',
  'requests.engagement_id',
  'requests.policy_key',
  'requests.policy_version',
  'requests.requester_id',
  'requests.status',
  'requests.round',
  'requests.subject_hash',
  'requests.outcome_reason',
  'requests.started_at',
  'requests.closed_at',
  'requests.expires_at',
  'requests.cooling_off_until',
  'requests.frozen_since',
  'requests.reports',
  'request_subjects.type',
  'request_subjects.title',
  'request_subjects.data',
];

export const requestRows = (db: Db) =>
  db<RequestRow>('requests')
    .join('request_subjects', (on) => {
      on.on('request_subjects.request_id', 'requests.id').andOn('request_subjects.hash', 'requests.subject_hash');
    })
    .select<RequestRow[]>(COLUMNS);

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toLine = (row: RequestRow): RequestLine => ({
  id: row.id,
  status: row.status,
  round: row.round,
  gate: row.gate,
  engagementId: row.engagement_id,
  requesterId: row.requester_id,
  policy: { key: row.policy_key, version: row.policy_version },
  outcomeReason: row.outcome_reason,
  subjectHash: row.subject_hash,
  startedAt: row.started_at.toISOString(),
  closedAt: instant(row.closed_at),
  coolingOffUntil: instant(row.cooling_off_until),
  frozenSince: instant(row.frozen_since),
  subject: { type: row.type, title: row.title },
});

export interface TaskRow {
  readonly id: string;
  readonly request_id: string;
  readonly run_id: string;
  readonly round: number;
  readonly assignee_id: string;
  readonly owner_id: string;
  readonly on_behalf_of_id: string | null;
  readonly origin: TaskView['origin'];
  readonly weight: number;
  readonly status: TaskView['status'];
  readonly decision: TaskView['decision'];
  readonly reason_code: string | null;
  readonly due_at: Date | null;
  readonly decided_at: Date | null;
  readonly channel: string | null;
  readonly comment: string | null;
  readonly subject_hash: string;
  readonly asked_by_id: string | null;
  readonly asked_for: TaskView['askedFor'];
  readonly waits_for: TaskView['waitsFor'];
  readonly signing: TaskView['signing'];
}

export const toTask = (row: TaskRow): TaskView => ({
  id: row.id,
  assigneeId: row.assignee_id,
  ownerId: row.owner_id,
  onBehalfOfId: row.on_behalf_of_id,
  origin: row.origin,
  weight: row.weight,
  status: row.status,
  decision: row.decision,
  reasonCode: row.reason_code,
  dueAt: instant(row.due_at),
  decidedAt: instant(row.decided_at),
  channel: row.channel,
  comment: row.comment,
  askedById: row.asked_by_id,
  askedFor: row.asked_for,
  waitsFor: row.waits_for,
  signing: row.signing,
});

type RunRow = Pick<RequestView['steps'][number], 'key' | 'title' | 'round' | 'mode' | 'status'> & {
  readonly run_id: string;
  readonly request_id: string;
  readonly reason_code: string | null;
  readonly seq: number;
};
interface CommentRow {
  readonly request_id: string;
  readonly key: string;
  readonly at: Date;
  readonly author_id: string;
  readonly round: number;
  readonly text: string;
  readonly mention_ids: readonly string[];
}

const toReport = ({ at, settledAt, ...report }: Report): RequestView['reports'][number] => ({
  ...report,
  at: instantText(at),
  settledAt: settledAt === null ? null : instantText(settledAt),
});

/** One request as everybody concerned sees it: all rounds with their steps, tasks and words. */
export async function requestView(db: Db, id: string): Promise<RequestView | null> {
  const row = await requestRows(db).where('requests.id', id).first();
  if (!row) return null;
  const runs = await db<RunRow>('request_runs').where({ request_id: id }).orderBy(['round', 'seq']).select();
  const tasks = await db<TaskRow>('request_tasks')
    .where({ request_id: id })
    .orderBy('active_at')
    .orderBy('id')
    .select();
  const comments = await db<CommentRow>('request_comments').where({ request_id: id }).orderBy(['at', 'key']).select();
  return {
    ...toLine(row),
    workflowId: `request-${id}`,
    subject: { type: row.type, title: row.title, data: row.data },
    expiresAt: instant(row.expires_at),
    steps: runs.map((run) => ({
      key: run.key,
      title: run.title,
      round: run.round,
      mode: run.mode,
      status: run.status,
      reasonCode: run.reason_code,
      tasks: tasks.filter((task) => task.run_id === run.run_id).map(toTask),
    })),
    reports: row.reports.map(toReport),
    attachments: await namedAttachments(db, id),
    comments: comments.map(({ key, at, author_id: authorId, round, text, mention_ids: mentionIds }) => ({
      id: key,
      mentionIds: [...mentionIds],
      at: at.toISOString(),
      authorId,
      round,
      text,
    })),
  };
}

export interface RequestFilter {
  readonly status?: string | undefined;
  readonly requesterId?: string | undefined;
  readonly policyKey?: string | undefined;
  readonly engagementId?: string | undefined;
  /** Only requests that this person has a part in. */
  readonly forId?: string | undefined;
  readonly limit: number;
  readonly after: string | null;
}

/** Requests, newest first. */
export async function listRequests(db: Db, filter: RequestFilter): Promise<readonly RequestLine[]> {
  const query = requestRows(db).orderBy('requests.id', 'desc').limit(filter.limit);
  if (filter.status) void query.whereRaw('requests.status = ?', [filter.status]);
  if (filter.requesterId) void query.where('requests.requester_id', filter.requesterId);
  if (filter.policyKey) void query.where('requests.policy_key', filter.policyKey);
  if (filter.engagementId) void query.where('requests.engagement_id', filter.engagementId);
  if (filter.after) void query.where('requests.id', '<', filter.after);
  if (filter.forId) void query.whereRaw(TAKES_PART, [filter.forId, filter.forId, filter.forId]);
  return (await query).map(toLine);
}

const TAKES_PART = `(requests.requester_id = ?
  or exists (select 1 from request_tasks where request_tasks.request_id = requests.id and ? in (request_tasks.assignee_id, request_tasks.owner_id))
  or exists (select 1 from request_copies where request_copies.request_id = requests.id and request_copies.user_id = ?))`;

/** Whether a person asked, was asked, or is in copy. */
export async function takesPart(db: Db, requestId: string, userId: string): Promise<boolean> {
  const row: unknown = await db('requests')
    .where('requests.id', requestId)
    .whereRaw(TAKES_PART, [userId, userId, userId])
    .first('id');
  return row !== undefined;
}

/** The persons whose own approval counted; an approval by timeout is nobody's. */
export async function approversOf(db: Db, requestId: string): Promise<string[]> {
  const rows = await db('request_tasks')
    .join('request_runs', (on) => {
      on.on('request_runs.request_id', 'request_tasks.request_id').andOn('request_runs.run_id', 'request_tasks.run_id');
    })
    .where({
      'request_tasks.request_id': requestId,
      'request_tasks.decision': 'approve',
      'request_tasks.status': 'approved',
      'request_runs.status': 'approved',
    })
    .whereNot('request_tasks.channel', 'workflow')
    .distinct<{ assignee_id: string }[]>('request_tasks.assignee_id');
  return rows.map((row) => row.assignee_id);
}
