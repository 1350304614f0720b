import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { StartFailure } from '../parts/failure';
import { until } from '../parts/processes';

/** Business time of the rehearsal: it runs like any clock, and leaps when nothing is to be done. */
export interface LeapingClock {
  readonly now: () => number;
  readonly leapTo: (at: number) => Promise<void>;
  /** Waits for the end of a workflow that was started by another one, and sees to it that time goes on. */
  readonly passEndOf: (workflowId: string) => Promise<void>;
}

const PATIENCE_MS = 20_000;
const QUIET_MS = 3;

/**
 * When a workflow ends the test server locks its clock until the parent has noted it. Where that run of the parent is
 * over, because it went on in a new one, nobody ever does: then the unlock is ours.
 */
async function passEndOf({ client, connection }: TestWorkflowEnvironment, workflowId: string): Promise<void> {
  const { parentExecution: parent, closeTime } = await ended(client, workflowId);
  if (!parent || !closeTime) return;
  const run = await client.workflow.getHandle(parent.workflowId ?? '', parent.runId ?? '').describe();
  if (run.closeTime && run.closeTime <= closeTime) await connection.testService?.unlockTimeSkipping({});
}

async function ended({ workflow }: Client, workflowId: string): Promise<WorkflowExecutionDescription> {
  const handle = workflow.getHandle(workflowId);
  const hasEnded = async (): Promise<boolean> => (await handle.describe()).status.name !== 'RUNNING';
  await until(hasEnded, { limitMs: PATIENCE_MS, sentence: `The workflow ${workflowId} did not end.` });
  return handle.describe();
}

/** A lost lock of the test server stops its leaps: better a sentence than years of waiting. */
async function patience(): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { ref: false });
  throw new StartFailure('The Temporal test server lets no time pass any more; run the rehearsal again.');
}

/** What is to be done before time may leap. */
interface Busy {
  readonly workers: readonly Worker[];
  /** Has every mail delivered that is due. */
  readonly deliverMails: () => Promise<void>;
}

/** Work that has begun must end in its own time; a leap over it would be its timeout. Mails reach people before they act. */
async function untilQuiet({ workers, deliverMails }: Busy): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet = workers.some(isBusy) ? 0 : quiet + 1) await sleep(QUIET_MS);
  await deliverMails();
}

const isBusy = (worker: Worker): boolean => {
  const { numInFlightActivities, numInFlightLocalActivities, numInFlightWorkflowActivations } = worker.getStatus();
  return numInFlightActivities + numInFlightLocalActivities + numInFlightWorkflowActivations > 0;
};

export async function leapingClock(environment: TestWorkflowEnvironment, busy: Busy): Promise<LeapingClock> {
  let ahead = (await environment.currentTimeMs()) - Date.now();
  const now = (): number => Date.now() + ahead;
  return {
    now,
    leapTo: async (at) => {
      await untilQuiet(busy);
      const leap = environment.sleep(Math.max(1, at - now()));
      await Promise.race([leap, patience()]);
      ahead = (await environment.currentTimeMs()) - Date.now();
      await busy.deliverMails();
    },
    passEndOf: (workflowId) => passEndOf(environment, workflowId),
  };
}
