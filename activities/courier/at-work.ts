import { Context } from '@temporalio/activity';

/** One run of the activity; afterwards the next one begins, so that no history and no attempt grows old. */
const RUN_MS = 600_000;
const IDLE_MS = 1_000;

interface Rounds {
  /** Starts on what is due; answers how much that was. */
  round(): Promise<number>;
  /** Until something is done, or the time is over. */
  rest(ms: number): Promise<void>;
  settled(): Promise<void>;
}

/** Goes round for ten minutes or until the worker stops, within an activity. */
export async function keepAtWork(courier: Rounds, stopping: AbortSignal): Promise<void> {
  const context = Context.current();
  const ends = AbortSignal.any([stopping, context.cancellationSignal]);
  const end = Date.now() + RUN_MS;
  while (Date.now() < end && !ends.aborted) {
    context.heartbeat();
    if ((await courier.round()) === 0) await courier.rest(IDLE_MS);
  }
  await courier.settled();
}
