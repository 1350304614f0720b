import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { StartFailure } from '../parts/failure';

/** Business time of the rehearsal: it runs like any clock, and leaps when nothing is to be done. */
export interface LeapingClock {
  readonly now: () => number;
  readonly leapTo: (at: number) => Promise<void>;
}

const PATIENCE_MS = 20_000;
const STALLED_MS = 3_000;
const QUIET_MS = 3;

/** Now and then the test server keeps a lock of an update that has long been answered; then one more unlock is due. */
async function nudge({ connection }: TestWorkflowEnvironment, leap: Promise<void>): Promise<void> {
  await sleep(STALLED_MS, undefined, { ref: false });
  if (await isOpen(leap)) await connection.testService?.unlockTimeSkipping({});
  await leap;
}

const isOpen = (leap: Promise<void>): Promise<boolean> => Promise.race([leap.then(() => false), sleep(0, true)]);

/** A lost lock of the test server stops its leaps: better a sentence than years of waiting. */
async function patience(): Promise<never> {
  await sleep(PATIENCE_MS, undefined, { ref: false });
  throw new StartFailure('The Temporal test server lets no time pass any more; run the rehearsal again.');
}

/** Work that has begun must end in its own time; a leap over it would be its timeout. */
async function untilQuiet(workers: readonly Worker[]): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet = workers.some(isBusy) ? 0 : quiet + 1) await sleep(QUIET_MS);
}

const isBusy = (worker: Worker): boolean => {
  const { numInFlightActivities, numInFlightLocalActivities, numInFlightWorkflowActivations } = worker.getStatus();
  return numInFlightActivities + numInFlightLocalActivities + numInFlightWorkflowActivations > 0;
};

export async function leapingClock(
  environment: TestWorkflowEnvironment,
  workers: readonly Worker[],
): Promise<LeapingClock> {
  let ahead = (await environment.currentTimeMs()) - Date.now();
  const now = (): number => Date.now() + ahead;
  return {
    now,
    leapTo: async (at) => {
      await untilQuiet(workers);
      const leap = environment.sleep(Math.max(1, at - now()));
      await Promise.race([leap, nudge(environment, leap), patience()]);
      ahead = (await environment.currentTimeMs()) - Date.now();
    },
  };
}
