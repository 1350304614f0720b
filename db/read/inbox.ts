import type { Box, InboxLine } from '../../domain/approval/request-schema';
import type { Db } from '../knex';
import { requestRows, type TaskRow, toLine, toTask } from './requests';

export interface InboxQuery {
  readonly userId: string;
  readonly box: Box;
  readonly limit: number;
  /** Id of the last line seen: of its task, or of its request in `cc` and `mine`. */
  readonly after: string | null;
}

/** One box of a person's inbox, newest first. */
export async function listTasks(db: Db, query: InboxQuery): Promise<readonly InboxLine[]> {
  return query.box === 'cc' || query.box === 'mine' ? requestLines(db, query) : taskLines(db, query);
}

/** Own decisions are `done`; what others or the clock decided meanwhile never shows as done. */
const OWN = "request_tasks.decision is not null and request_tasks.channel <> 'workflow'";
const IN_BOX = {
  todo: "request_tasks.status = 'active'",
  done: OWN,
  'closed-by-others': `(${OWN}) is not true and request_tasks.status <> 'active'`,
} as const;

interface Line extends TaskRow {
  readonly step_key: string;
  readonly step_title: string;
}

async function taskLines(db: Db, { userId, box, limit, after }: InboxQuery): Promise<readonly InboxLine[]> {
  if (box === 'cc' || box === 'mine') return [];
  const query = db('request_tasks')
    .join('request_runs', (on) => {
      on.on('request_runs.request_id', 'request_tasks.request_id').andOn('request_runs.run_id', 'request_tasks.run_id');
    })
    .where('request_tasks.assignee_id', userId)
    .whereRaw(IN_BOX[box])
    .orderBy('request_tasks.id', 'desc')
    .limit(limit)
    .select<Line[]>('request_tasks.*', 'request_runs.key as step_key', 'request_runs.title as step_title');
  if (after !== null) void query.where('request_tasks.id', '<', after);
  const tasks = await query;
  const requests = await requestRows(db).whereIn('requests.id', [...new Set(tasks.map((task) => task.request_id))]);
  const byId = new Map(requests.map((row) => [row.id, toLine(row)]));
  return tasks.flatMap((row) => {
    const request = byId.get(row.request_id);
    if (!request) return [];
    return [{ task: { ...toTask(row), stepKey: row.step_key, stepTitle: row.step_title, round: row.round }, request }];
  });
}

async function requestLines(db: Db, { userId, box, limit, after }: InboxQuery): Promise<readonly InboxLine[]> {
  const query = requestRows(db).orderBy('requests.id', 'desc').limit(limit);
  if (box === 'mine') void query.where('requests.requester_id', userId);
  else void query.whereIn('requests.id', db('request_copies').where({ user_id: userId }).select('request_id'));
  if (after !== null) void query.where('requests.id', '<', after);
  return (await query).map((row) => ({ task: null, request: toLine(row) }));
}
