import { BOXES, type Box, type InboxLine } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { type RequestRow, requestRows, type TaskRow, toLine, toTask } from './requests';

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
  /** Newest first, or in the boxes of tasks what is due soonest first. */
  readonly order?: InboxOrder | undefined;
}

export const INBOX_ORDERS = ['newest', 'due'] as const;
export type InboxOrder = (typeof INBOX_ORDERS)[number];

/** A line with what a page shows of it beside what the API tells. */
export interface InboxEntry extends InboxLine {
  readonly data: RequestRow['data'];
  readonly engagement: { readonly number: string; readonly title: string } | null;
  /** Names of those whose decisions closed the step of the task, first come first. */
  readonly deciders: readonly string[];
}

/** One box of a person's inbox, newest first. */
export async function listTasks(db: Db, query: InboxQuery): Promise<readonly InboxLine[]> {
  return (await inboxEntries(db, query)).map(({ task, request }) => ({ task, request }));
}

/** The same with amounts, engagements and names, read together. */
export async function inboxEntries(db: Db, query: InboxQuery): Promise<readonly InboxEntry[]> {
  return isOfRequests(query.box) ? requestEntries(db, query) : taskEntries(db, query, query.box);
}

type RequestBox = 'cc' | 'mine';
type TaskBox = Exclude<Box, RequestBox>;
export const isOfRequests = (box: Box): box is RequestBox => box === 'cc' || box === 'mine';

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
export const IN_BOX: Readonly<Record<TaskBox, string>> = {
  todo: `(${MAY_ACT} or ${LENT})`,
  done: OWN,
  'closed-by-others': `(${OWN}) is not true and not (${MAY_ACT} or ${PAUSED})`,
};
/** Holds the person's id as its one binding. */
export const IN_REQUEST_BOX: Readonly<Record<RequestBox, string>> = {
  mine: 'requests.requester_id = ?',
  cc: 'exists (select 1 from request_copies where request_copies.request_id = requests.id and request_copies.user_id = ?)',
};

interface Line extends TaskRow {
  readonly step_key: string;
  readonly step_title: string;
  readonly deciders: readonly string[];
}

/** A signer, a delegate or the clock closes no step in somebody's name. */
const DECIDERS = `array(select users.name
  from request_tasks as decided
  join users on users.id = decided.assignee_id
  where decided.request_id = request_tasks.request_id and decided.run_id = request_tasks.run_id
    and decided.decision is not null and decided.decision <> 'opinion'
    and decided.channel <> 'workflow' and decided.reason_code is distinct from 'ANNULLED'
  order by decided.decided_at, decided.id) as deciders`;

interface Sort {
  readonly order: string;
  /** What comes behind the task with the id that is bound. */
  readonly after: string;
}

/** Of two that are due at once, and of those without a date, which come last, the newer one is first. */
const SORTS: Readonly<Record<InboxOrder, Sort>> = {
  newest: { order: 'request_tasks.id desc', after: 'request_tasks.id < ?' },
  due: {
    order: 'request_tasks.due_at asc nulls last, request_tasks.id desc',
    after: `exists (select 1 from request_tasks as seen where seen.id = ?
      and (coalesce(request_tasks.due_at, 'infinity') > coalesce(seen.due_at, 'infinity')
        or coalesce(request_tasks.due_at, 'infinity') = coalesce(seen.due_at, 'infinity') and request_tasks.id < seen.id))`,
  },
};

const sortOf = ({ order = 'newest' }: InboxQuery): Sort => SORTS[order];

async function taskEntries(db: Db, query: InboxQuery, box: TaskBox): Promise<readonly InboxEntry[]> {
  const wanted = db('request_tasks')
    .join('request_runs', (on) => {
      on.on('request_runs.request_id', 'request_tasks.request_id').andOn('request_runs.run_id', 'request_tasks.run_id');
    })
    .where('request_tasks.assignee_id', query.userId)
    .whereRaw(IN_BOX[box])
    .orderByRaw(sortOf(query).order)
    .limit(query.limit)
    .select<Line[]>(
      'request_tasks.*',
      'request_runs.key as step_key',
      'request_runs.title as step_title',
      db.raw(DECIDERS),
    );
  if (query.after !== null) void wanted.whereRaw(sortOf(query).after, [query.after]);
  if (query.overdueAt !== undefined)
    void wanted.whereRaw(`${MAY_ACT} and request_tasks.due_at < ?`, [new Date(query.overdueAt)]);
  if (isNarrow(query))
    void wanted.whereIn('request_tasks.request_id', narrowed(db, query).clearSelect().select('requests.id'));
  const tasks = await wanted;
  const ids = [...new Set(tasks.map((task) => task.request_id))];
  const requests: readonly NamedRow[] = await namedRows(db).whereIn('requests.id', ids);
  const byId = new Map(requests.map((row) => [row.id, toEntry(row)]));
  return tasks.flatMap((row) => {
    const entry = byId.get(row.request_id);
    if (!entry) return [];
    const task = { ...toTask(row), stepKey: row.step_key, stepTitle: row.step_title, round: row.round };
    return [{ ...entry, task, deciders: row.deciders }];
  });
}

interface NamedRow extends RequestRow {
  readonly engagement_number: string | null;
  readonly engagement_title: string | null;
}

const namedRows = (db: Db) =>
  requestRows(db)
    .leftJoin('engagements', 'engagements.id', 'requests.engagement_id')
    .select<NamedRow[]>('engagements.number as engagement_number', 'engagements.title as engagement_title');

const toEntry = ({ engagement_number: number, engagement_title: title, ...row }: NamedRow): InboxEntry => ({
  task: null,
  request: toLine(row),
  data: row.data,
  engagement: number === null || title === null ? null : { number, title },
  deciders: [],
});

const isNarrow = ({ policyKey, q }: InboxFilter): boolean => policyKey !== undefined || q !== undefined;

function narrowed(db: Db, { policyKey, q }: InboxFilter) {
  const query = namedRows(db);
  if (policyKey !== undefined) void query.where('requests.policy_key', policyKey);
  if (q !== undefined) void query.whereRaw(NAMED, { q: `%${q.replace(/[%_\\]/g, '\\$&')}%` });
  return query;
}

const NAMED = `(request_subjects.title ilike :q
  or exists (select 1 from users where users.id = requests.requester_id and users.name ilike :q)
  or exists (select 1 from engagements where engagements.id = requests.engagement_id
    and engagements.number || ' ' || engagements.title ilike :q))`;

async function requestEntries(db: Db, query: InboxQuery & { readonly box: Box }): Promise<readonly InboxEntry[]> {
  const { box, userId, after, overdueAt } = query;
  if (!isOfRequests(box)) return [];
  const wanted = narrowed(db, query)
    .whereRaw(IN_REQUEST_BOX[box], [userId])
    .orderBy('requests.id', 'desc')
    .limit(query.limit);
  if (after !== null) void wanted.where('requests.id', '<', after);
  if (overdueAt !== undefined) void wanted.whereRaw(ANY_OVERDUE, [new Date(overdueAt)]);
  return (await wanted).map(toEntry);
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

/** How many decisions wait for a person longer than they should, and how many more are due before a moment. */
export async function countDue(
  db: Db,
  userId: string,
  { now, until }: { readonly now: number; readonly until: number },
): Promise<{ readonly overdue: number; readonly soon: number }> {
  const { rows } = await db.raw<{ rows: readonly [{ overdue: number; soon: number }] }>(
    `select count(*) filter (where due_at < :now)::int as overdue, count(*) filter (where due_at >= :now)::int as soon
     from request_tasks where assignee_id = :userId and ${MAY_ACT} and due_at < :until`,
    { userId, now: new Date(now), until: new Date(until) },
  );
  return rows[0];
}
