import type { Step } from '../../domain/approval/schema';
import { isBinding } from '../../domain/approval/words';
import { hoursOf } from '../../domain/approval/durations';
import { findStep } from '../../domain/approval/flow';
import type { RequestState } from '../../domain/approval/state';
import type { Person } from '../../domain/people/people';
import type { Db } from '../knex';
import { findPerson } from '../stores/people';
import { addressesOf } from '../stores/mail-log';
import { savedState } from '../stores/requests';
import type { TaskRow } from './requests';

/** All that a decision link is judged by, and what its page and its mails need. */
export interface LinkTask {
  readonly task: TaskRow;
  readonly stepKey: string;
  /** The latest decision of the task's step run: its own, or the one that closed it. */
  readonly decider: Pick<TaskRow, 'id' | 'assignee_id' | 'decision' | 'decided_at' | 'comment'> | null;
  readonly state: RequestState;
  readonly recipient: Person;
  /** Addresses the link may have been signed for besides the present one; such links are dead, not unknown. */
  readonly earlierAddresses: readonly string[];
  readonly step: Step | null;
  readonly stepTitle: string;
  /** Whether a one-time code or sign-in is asked for as well. */
  readonly stepUp: boolean;
  readonly linkTtlMs: number;
}

const DEFAULT_HOURS = 72;

export async function linkTask(db: Db, taskId: string): Promise<LinkTask | null> {
  const task = await db<TaskRow>('request_tasks').where({ id: taskId }).first();
  if (!task) return null;
  const [state, recipient] = await Promise.all([savedState(db, task.request_id), findPerson(db, task.assignee_id)]);
  if (!state || !recipient) return null;
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
    earlierAddresses: (await addressesOf(db, taskId)).filter((address) => address !== recipient.email),
    stepKey: run?.key ?? '',
    step: findStep(state, run?.key ?? '') ?? null,
    stepTitle: run?.title ?? '',
    stepUp: settings?.stepUp ?? isBinding(state.policyKey),
    linkTtlMs: (settings?.linkTtl === undefined ? DEFAULT_HOURS : hoursOf(settings.linkTtl)) * 3_600_000,
  };
}
