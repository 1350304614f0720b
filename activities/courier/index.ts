import { Context } from '@temporalio/activity';
import { Courier, type CourierParts } from './courier';

/** One run of the activity; afterwards the next one begins, so that no history and no attempt grows old. */
const RUN_MS = 600_000;
const IDLE_MS = 1_000;

/** Events on their way to webhooks and chat groups; runs beside everything else and has no story. */
export const courierActivities = (parts: CourierParts, stopping: AbortSignal) => ({
  /** Delivers what is due, for ten minutes or until the worker stops. Safe to run twice at once and to repeat. */
  async deliverEvents(): Promise<void> {
    const context = Context.current();
    const ends = AbortSignal.any([stopping, context.cancellationSignal]);
    const courier = new Courier(parts);
    const end = Date.now() + RUN_MS;
    await courier.reseal();
    while (Date.now() < end && !ends.aborted) {
      context.heartbeat();
      if ((await courier.round()) === 0) await courier.rest(IDLE_MS);
    }
    await courier.settled();
  },
});

export type CourierActivities = ReturnType<typeof courierActivities>;
