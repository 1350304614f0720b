import { setTimeout as sleep } from 'node:timers/promises';
import { outgoingObjection } from '../../domain/events/outgoing';
import { nextTry, retryAfterOf } from '../../domain/events/retry';
import { outgoingRules } from '../../db/read/outgoing-rules';
import type { Db } from '../../db/knex';
import type { Sealer } from '../../db/sealed';
import type { Delivery } from '../../db/stores/deliveries';
import {
  claimDue,
  type Consignment,
  pauseReceiver,
  resealReceivers,
  settle,
  switchOff,
} from '../../db/stores/deliveries-due';
import { resealSecondFactors } from '../../db/stores/second-factors';
import type { Receiver } from '../../db/stores/receivers';
import { type Answer, post, type Road } from './post';
import { packed } from './packed';

export interface CourierParts {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly road: Road;
  /** Base of links in messages. */
  readonly publicUrl: string;
  /** Epoch milliseconds of the clock on the wall. */
  readonly clock: () => number;
}

/** How long a receiver that does not answer at all is left in peace, so that its backlog does not keep connections open. */
const SILENCE_MS = 5_000;

/**
 * Takes events to their receivers. Each receiver is served by itself, so that a slow one delays nobody else; several
 * couriers may run at once, because a delivery is claimed before it is tried.
 */
export class Courier {
  private readonly serving = new Map<string, Promise<void>>();

  constructor(private readonly parts: CourierParts) {}

  /** Starts on everything that is due; answers how many receivers that were. */
  async round(): Promise<number> {
    const { db, clock } = this.parts;
    const due = await claimDue(db, clock(), [...this.serving.keys()]);
    for (const consignment of due) this.serve(consignment);
    return due.length;
  }

  /** Until the next receiver is done, or the time is over. */
  async rest(ms: number): Promise<void> {
    await Promise.race([sleep(ms, undefined, { ref: false }), ...this.serving.values()]);
  }

  /** Until nothing is on its way. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.serving.values()]);
  }

  /** After a change of the root key: what the older one sealed is sealed anew, so that it can be given up. */
  async reseal(): Promise<number> {
    const { db, sealer } = this.parts;
    // What no root key opens stays as it is: only deliveries to that receiver fail, and say so.
    const renewed = (sealed: string): string | null => {
      const text = sealer.isOld(sealed) ? sealer.openOrNull(sealed) : null;
      return text === null ? null : sealer.seal(text);
    };
    return (await resealSecondFactors(db, sealer)) + (await resealReceivers(db, renewed));
  }

  private serve({ receiver, deliveries }: Consignment): void {
    // A group gets what is due as one message, a webhook every event in a call of its own.
    const parcels = receiver.kind === 'webhook' ? deliveries.map((one) => [one]) : [deliveries];
    const work = Promise.all(parcels.map((together) => this.deliver(receiver, together)))
      // What could not even be noted is due again when its lease ends.
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.serving.delete(receiver.id));
    this.serving.set(receiver.id, work);
  }

  private async deliver(receiver: Receiver, deliveries: readonly Delivery[]): Promise<void> {
    const outcome = await this.send(receiver, deliveries);
    const { db, clock } = this.parts;
    const now = clock();
    if (outcome instanceof Error) {
      await pauseReceiver(db, receiver.id, now + SILENCE_MS);
      return this.failed(deliveries, { status: null, error: outcome.message });
    }
    const { answer, objection } = outcome;
    const { status } = answer;
    if (status === 410) return switchOff(db, receiver.id, now);
    if (objection === null) {
      for (const one of deliveries)
        await settle(db, one, { state: 'delivered', status, error: null, nextAt: null, now });
      return;
    }
    const retryAfterMs = retryAfterOf(answer.retryAfter, now);
    if (retryAfterMs !== null) await pauseReceiver(db, receiver.id, now + Math.min(retryAfterMs, 86_400_000));
    return this.failed(deliveries, { status, error: objection, retryAfterMs });
  }

  private async send(receiver: Receiver, deliveries: readonly Delivery[]): Promise<Outcome | Error> {
    try {
      const { parcel, objectionTo } = await packed(this.parts, receiver, deliveries);
      const refused = outgoingObjection(parcel.url, await outgoingRules(this.parts.db));
      if (refused) return new Error(`OUTGOING_NOT_ALLOWED: the address ${refused}.`);
      const answer = await post(parcel, this.parts.road);
      const isTaken = answer.status >= 200 && answer.status < 300;
      return { answer, objection: isTaken ? objectionTo(answer) : `The receiver answered ${answer.status}.` };
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async failed(
    deliveries: readonly Delivery[],
    { status, error, retryAfterMs = null }: Failure,
  ): Promise<void> {
    const { db, clock } = this.parts;
    const now = clock();
    for (const delivery of deliveries) {
      const nextAt = nextTry(delivery.attempts, { now, retryAfterMs });
      await settle(db, delivery, { state: nextAt === null ? 'dead' : 'waiting', status, error, nextAt, now });
    }
  }
}

interface Outcome {
  readonly answer: Answer;
  readonly objection: string | null;
}

interface Failure {
  readonly status: number | null;
  readonly error: string;
  readonly retryAfterMs?: number | null;
}
