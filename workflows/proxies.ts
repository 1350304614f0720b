import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Changes } from './changes';
import { QUEUES } from './messages';

/**
 * Local: run inside the workflow task, which a healthy database answers at once. While it is away a wait of more than a
 * few seconds is a timer of the workflow, so that an outage of days adds little to the history.
 */
const LOCAL = {
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
  localRetryThreshold: '2 seconds',
} as const;

/** Reads and writes that the story cannot go on without: tried until the database is back, however long that takes. */
export const certain = proxyLocalActivities<Activities>(LOCAL);

/** What a handler takes back when it fails, so that no fault in it can hold up what comes after: some ten minutes, then no more. */
export const revocable = proxyLocalActivities<Activities>({ ...LOCAL, retry: { ...LOCAL.retry, maximumAttempts: 18 } });

const afterTurn = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  // A worker that beats no more has died (`activities/beat.ts`): another one records it.
  heartbeatTimeout: '3 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/**
 * For what a story has come to. A local activity runs inside a turn that the engine has not taken yet; where that turn is lost
 * (its worker, the line or the engine itself dies) another takes its place, to which a decision may come before a reminder,
 * or not at all, and the records would keep what never came to be. One of its own begins when the turn has been taken.
 */
export const recorder = (changes: Changes): typeof certain =>
  changes.has('record-after-the-turn') ? afterTurn : certain;

/** Work of seconds that a person may watch in Temporal's UI. */
export const steady = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Mail: patient for a day, on its own queue (`mailQueue`), never on the path of a decision. */
export const patient = proxyActivities<Activities>({
  // Longer than the patience of the SMTP client, so that two attempts never overlap.
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '24 hours',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '15 minutes' },
});

const OURS: readonly string[] = Object.values(QUEUES);

/** Where mails are sent from; workflows on a queue of their own, apart from the product's, have a queue for mail beside it. */
export function mailQueue(): string {
  const { taskQueue } = workflowInfo();
  return OURS.includes(taskQueue) ? QUEUES.mail : `${taskQueue}-mail`;
}
