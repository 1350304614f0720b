import { continueAsNew, setHandler } from '@temporalio/workflow';
import { isLong } from './long-watch';
import { dateMovedSignal } from './messages';
import { certain } from './proxies';
import { WakeUp } from './wake-up';

/**
 * Keeps the dates of all engagements: one timer, and one step for all that has come. Everything it knows is in PostgreSQL,
 * so that each run begins with a look at what is due, and whoever ends it loses nothing.
 */
export async function dateKeeperWorkflow(): Promise<void> {
  const wakeUp = new WakeUp();
  // Epoch milliseconds of the next look; the first one is at once.
  let next = 0;
  setHandler(dateMovedSignal, (at) => void (next = Math.min(next, at)));
  while (!isLong()) {
    const planned = next;
    if (planned > Date.now()) await wakeUp.wait(planned, () => next < planned, 'Next date of all engagements');
    else {
      next = Infinity;
      const found = await certain.keepDates({ now: Date.now() });
      // A date may have been heard of meanwhile.
      next = Math.min(next, found ?? Infinity);
    }
  }
  await continueAsNew<typeof dateKeeperWorkflow>();
}
