import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { QUEUES } from './messages';

/** Short idempotent writes to PostgreSQL, on the path of a decision: run inside the workflow task, retried until the database is back. */
export const quick = proxyLocalActivities<Activities>({
  startToCloseTimeout: '15 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
  localRetryThreshold: '10 seconds',
});

/** Work of seconds that a person may watch in Temporal's UI. */
export const steady = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Mail: patient for a day, on its own queue, never on the path of a decision. */
export const patient = proxyActivities<Activities>({
  taskQueue: QUEUES.mail,
  // Longer than the patience of the SMTP client, so that two attempts never overlap.
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '24 hours',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '15 minutes' },
});

/** Reads and writes that a decision cannot go on without: tried until the database is back, however long that takes. */
export const certain = proxyLocalActivities<Activities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
  localRetryThreshold: '10 seconds',
});
