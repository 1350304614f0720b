import type { Step } from '../../domain/approval/schema';
import { needsStepUp } from '../../domain/approval/step-up';
import { hoursOf } from '../../domain/approval/durations';
import { findStep } from '../../domain/approval/flow';
import type { RequestState } from '../../domain/approval/state';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { findPerson } from '../stores/people';
import type { TaskRow } from './requests';

/** All that a decision link is judged by, and what its page and its mails need. */
export interface LinkTask {
  readonly task: TaskRow;
  readonly stepKey: string;
  /** The latest decision of the task's step run: its own, or the one that closed it. */
  readonly decider: Pick<TaskRow, 'id' | 'assignee_id' | 'decision' | 'decided_at' | 'comment'> | null;
  readonly state: RequestState;
  readonly recipient: Person;
  readonly engagementId: string | null;
  readonly step: Step | null;
  readonly stepTitle: string;
  /** Whether a one-time code or sign-in is asked for as well. */
  readonly stepUp: boolean;
  readonly linkTtlMs: number;
}

const DEFAULT_HOURS = 72;

/** What the signature of a task's links covers besides the expiry. */
export interface LinkBinding {
  readonly round: number;
  readonly recipientId: string;
  readonly subjectHash: string;
  readonly address: string;
  /** Addresses that were written to before; their links are dead, not unknown. */
  readonly earlierAddresses: readonly string[];
}

/** One query whatever the task, so that the time of an answer does not tell which tasks exist. */
export async function linkBinding(db: Db, taskId: string): Promise<LinkBinding | null> {
  const { rows } = await db.raw<{ rows: BindingRow[] }>(
    `select request_tasks.round, request_tasks.assignee_id, request_tasks.subject_hash, users.email,
       array(select distinct mail_log.address from mail_log
         where mail_log.task_id = request_tasks.id and mail_log.recipient_id = request_tasks.assignee_id
           and mail_log.address <> users.email) as earlier
     from request_tasks join users on users.id = request_tasks.assignee_id
     where request_tasks.id = ?`,
    [taskId],
  );
  const [row] = rows;
  if (!row) return null;
  const { round, assignee_id: recipientId, subject_hash: subjectHash, email: address, earlier } = row;
  return { round, recipientId, subjectHash, address, earlierAddresses: earlier };
}

interface BindingRow {
  readonly round: number;
  readonly assignee_id: string;
  readonly subject_hash: string;
  readonly email: string;
  readonly earlier: readonly string[];
}

export async function linkTask(db: Db, taskId: string): Promise<LinkTask | null> {
  // The state first: a task that is decided between the two reads is then seen as decided, never as open in a request that has ended.
  const state = await stateAround(db, taskId);
  const task = await db<TaskRow>('request_tasks').where({ id: taskId }).first();
  const recipient = task && (await findPerson(db, task.assignee_id));
  if (!task || !state || !recipient) return null;
  const request = await db<{ id: string; engagement_id: string | null }>('requests')
    .where({ id: task.request_id })
    .first('engagement_id');
  const run = await db<{ request_id: string; run_id: string; key: string; title: string }>('request_runs')
    .where({ request_id: task.request_id, run_id: task.run_id })
    .first('key', 'title');
  const decided = await db<TaskRow>('request_tasks')
    .where({ request_id: task.request_id, run_id: task.run_id })
    .whereNotNull('decision')
    .orderBy('decided_at', 'desc')
    .first();
  const settings = state.policy?.settings;
  return {
    task,
    decider: task.decision === null ? (decided ?? null) : task,
    state,
    recipient,
    engagementId: request?.engagement_id ?? null,
    stepKey: run?.key ?? '',
    step: findStep(state, run?.key ?? '') ?? null,
    stepTitle: run?.title ?? '',
    stepUp: needsStepUp(state),
    linkTtlMs: (settings?.linkTtl === undefined ? DEFAULT_HOURS : hoursOf(settings.linkTtl)) * 3_600_000,
  };
}

async function stateAround(db: Db, taskId: string): Promise<RequestState | null> {
  const row = await db('requests')
    .join('request_tasks', 'request_tasks.request_id', 'requests.id')
    .where('request_tasks.id', taskId)
    .first<{ state: RequestState } | undefined>('requests.state');
  return row?.state ?? null;
}
