import { BOXES, type Box, type InboxLine } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { requestRows, type TaskRow, toLine, toTask } from './requests';

export interface InboxFilter {
  readonly policyKey?: string | undefined;
  /** Part of the title, of the requester's name, or of the engagement's number or title. */
  readonly q?: string | undefined;
  /** Only what waits for somebody longer than it should at this moment (epoch milliseconds). */
  readonly overdueAt?: number | undefined;
}

export interface InboxQuery extends InboxFilter {
  readonly userId: string;
  readonly box: Box;
  readonly limit: number;
  /** Id of the last line seen: of its task, or of its request in `cc` and `mine`. */
  readonly after: string | null;
}

/** One box of a person's inbox, newest first. */
export async function listTasks(db: Db, query: InboxQuery): Promise<readonly InboxLine[]> {
  return isOfRequests(query.box) ? requestLines(db, query) : taskLines(db, query, query.box);
}

type RequestBox = 'cc' | 'mine';
type TaskBox = Exclude<Box, RequestBox>;
const isOfRequests = (box: Box): box is RequestBox => box === 'cc' || box === 'mine';

/** The one place that says which tasks their holder may act on now. */
const MAY_ACT = "request_tasks.status = 'active'";
/** Tasks that lie with a delegate or a substitute, and that their holder may decide all the same. */
const LENT =
  "(request_tasks.status = 'delegated' or request_tasks.status = 'waiting' and request_tasks.waits_for = 'substitute')";
/** Tasks that are still to come, or lie with somebody else for the time being. */
const PAUSED = "request_tasks.status in ('waiting', 'delegated')";
/** Own decisions are `done`; what others or the clock decided meanwhile never shows as done. */
const OWN =
  "request_tasks.decision is not null and request_tasks.channel <> 'workflow' and request_tasks.reason_code is distinct from 'ANNULLED'";
const IN_BOX: Readonly<Record<TaskBox, string>> = {
  todo: `(${MAY_ACT} or ${LENT})`,
  done: OWN,
  'closed-by-others': `(${OWN}) is not true and not (${MAY_ACT} or ${PAUSED})`,
};
/** Holds the person's id as its one binding. */
const IN_REQUEST_BOX: Readonly<Record<RequestBox, string>> = {
  mine: 'requests.requester_id = ?',
  cc: 'exists (select 1 from request_copies where request_copies.request_id = requests.id and request_copies.user_id = ?)',
};

interface Line extends TaskRow {
  readonly step_key: string;
  readonly step_title: string;
}

async function taskLines(db: Db, query: InboxQuery, box: TaskBox): Promise<readonly InboxLine[]> {
  const wanted = db('request_tasks')
    .join('request_runs', (on) => {
      on.on('request_runs.request_id', 'request_tasks.request_id').andOn('request_runs.run_id', 'request_tasks.run_id');
    })
    .where('request_tasks.assignee_id', query.userId)
    .whereRaw(IN_BOX[box])
    .orderBy('request_tasks.id', 'desc')
    .limit(query.limit)
    .select<Line[]>('request_tasks.*', 'request_runs.key as step_key', 'request_runs.title as step_title');
  if (query.after !== null) void wanted.where('request_tasks.id', '<', query.after);
  if (query.overdueAt !== undefined)
    void wanted.whereRaw(`${MAY_ACT} and request_tasks.due_at < ?`, [new Date(query.overdueAt)]);
  if (isNarrow(query))
    void wanted.whereIn('request_tasks.request_id', narrowed(db, query).clearSelect().select('requests.id'));
  const tasks = await wanted;
  const requests = await requestRows(db).whereIn('requests.id', [...new Set(tasks.map((task) => task.request_id))]);
  const byId = new Map(requests.map((row) => [row.id, toLine(row)]));
  return tasks.flatMap((row) => {
    const request = byId.get(row.request_id);
    if (!request) return [];
    return [{ task: { ...toTask(row), stepKey: row.step_key, stepTitle: row.step_title, round: row.round }, request }];
  });
}

const isNarrow = ({ policyKey, q }: InboxFilter): boolean => policyKey !== undefined || q !== undefined;

function narrowed(db: Db, { policyKey, q }: InboxFilter) {
  const query = requestRows(db);
  if (policyKey !== undefined) void query.where('requests.policy_key', policyKey);
  if (q !== undefined) void query.whereRaw(NAMED, { q: `%${q.replace(/[%_\\]/g, '\\$&')}%` });
  return query;
}

const NAMED = `(request_subjects.title ilike :q
  or exists (select 1 from users where users.id = requests.requester_id and users.name ilike :q)
  or exists (select 1 from engagements where engagements.id = requests.engagement_id
    and engagements.number || ' ' || engagements.title ilike :q))`;

async function requestLines(db: Db, query: InboxQuery & { readonly box: Box }): Promise<readonly InboxLine[]> {
  const { box, userId, after, overdueAt } = query;
  if (!isOfRequests(box)) return [];
  const wanted = narrowed(db, query)
    .whereRaw(IN_REQUEST_BOX[box], [userId])
    .orderBy('requests.id', 'desc')
    .limit(query.limit);
  if (after !== null) void wanted.where('requests.id', '<', after);
  if (overdueAt !== undefined) void wanted.whereRaw(ANY_OVERDUE, [new Date(overdueAt)]);
  return (await wanted).map((row) => ({ task: null, request: toLine(row) }));
}

const ANY_OVERDUE = `exists (select 1 from request_tasks
  where request_tasks.request_id = requests.id and ${MAY_ACT} and request_tasks.due_at < ?)`;

/** How much lies in each box of a person. */
export async function countTasks(db: Db, userId: string): Promise<Readonly<Record<Box, number>>> {
  const ofTasks = (box: TaskBox): string =>
    `(select count(*)::int from request_tasks where request_tasks.assignee_id = :userId and ${IN_BOX[box]}) as "${box}"`;
  const ofRequests = (box: RequestBox): string =>
    `(select count(*)::int from requests where ${IN_REQUEST_BOX[box].replace('?', ':userId')}) as "${box}"`;
  const columns = BOXES.map((box) => (isOfRequests(box) ? ofRequests(box) : ofTasks(box)));
  const result = await db.raw<{ rows: readonly [Readonly<Record<Box, number>>] }>(`select ${columns.join(', ')}`, {
    userId,
  });
  return result.rows[0];
}
