import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Db } from '../db/knex';
import { wakeCallFor } from '../db/stores/date-keeper';
import { planAnew } from '../db/stores/plan-watch';
import { anyOutdated } from '../db/stores/watches';
import { dateKeeperId } from '../workflows/ids';

const keeper = (taskQueue: string) =>
  ({
    workflowId: dateKeeperId(taskQueue),
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Does what comes round in all engagements on its date',
  }) as const;

/** Sees to it that a keeper runs on the queue; one that does is not disturbed. */
export async function ensureDateKeeper(client: Client, taskQueue: string): Promise<void> {
  await client.workflow.start('dateKeeperWorkflow', { ...keeper(taskQueue), args: [] });
}

/** A keeper sleeps by the rules of time zones of the release that noted its dates: where this one has newer ones, it is woken. */
export async function wakeForNewRules(db: Db, client: Client, taskQueue: string): Promise<void> {
  const now = Date.now();
  if (!(await anyOutdated(db, now))) return;
  const told = { signal: 'dateMoved', signalArgs: [now] };
  await client.workflow.signalWithStart('dateKeeperWorkflow', { ...keeper(taskQueue), ...told });
}

/**
 * Records have changed in a way that moves dates: what comes next is found anew, and the keeper is woken where that is
 * sooner than it knew. False where another one keeps the dates of the engagement.
 */
export async function planAndWake(db: Db, engagementId: string): Promise<boolean> {
  if (!(await planAnew(db, engagementId))) return false;
  await wakeFor(db, engagementId);
  return true;
}

/** Wakes the keeper where it sleeps beyond the next date of an engagement; where none runs, one begins. */
export async function wakeFor(db: Db, engagementId: string): Promise<void> {
  const call = await wakeCallFor(db, engagementId);
  if (!call) return;
  const { client, info } = Context.current();
  await client.workflow.signalWithStart('dateKeeperWorkflow', {
    ...keeper(storyQueue(info.taskQueue)),
    signal: 'dateMoved',
    signalArgs: [call.at],
  });
}

/** Migrations are steps on a queue of their own; the stories of engagements are not on it. */
const storyQueue = (taskQueue: string): string => (taskQueue === 'tenure-migration' ? 'tenure' : taskQueue);
