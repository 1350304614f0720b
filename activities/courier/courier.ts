import { setTimeout as sleep } from 'node:timers/promises';
import { nextTry, retryAfterOf } from '../../domain/events/retry';
import type { Db } from '../../db/knex';
import type { Sealer } from '../../db/sealed';
import { trailEntry } from '../../db/read/trail-entry';
import type { Delivery } from '../../db/stores/deliveries';
import {
  claimDue,
  type Consignment,
  pauseReceiver,
  resealReceivers,
  settle,
  switchOff,
} from '../../db/stores/deliveries-due';
import type { Receiver } from '../../db/stores/receivers';
import { type Answer, post, type Road } from './post';
import { webhookParcel } from './webhook';

export interface CourierParts {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly road: Road;
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
  reseal(): Promise<number> {
    const { db, sealer } = this.parts;
    return resealReceivers(db, (text) => (sealer.isOld(text) ? sealer.seal(sealer.open(text)) : null));
  }

  private serve({ receiver, deliveries }: Consignment): void {
    const work = Promise.all(deliveries.map((delivery) => this.deliver(receiver, delivery)))
      // What could not even be noted is due again when its lease ends.
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.serving.delete(receiver.id));
    this.serving.set(receiver.id, work);
  }

  private async deliver(receiver: Receiver, delivery: Delivery): Promise<void> {
    const answer = await this.send(receiver, delivery);
    if (answer instanceof Error) return this.failed(delivery, { status: null, error: answer.message, silent: true });
    const { status } = answer;
    const { db, clock } = this.parts;
    const now = clock();
    if (status >= 200 && status < 300)
      return settle(db, delivery, { state: 'delivered', status, error: null, nextAt: null, now });
    if (status === 410) return switchOff(db, receiver.id, now);
    const retryAfterMs = retryAfterOf(answer.retryAfter, now);
    if (retryAfterMs !== null) await pauseReceiver(db, receiver.id, now + Math.min(retryAfterMs, 86_400_000));
    return this.failed(delivery, { status, error: `The receiver answered ${status}.`, retryAfterMs });
  }

  private async send(receiver: Receiver, delivery: Delivery): Promise<Answer | Error> {
    const { sealer, road, db, clock } = this.parts;
    try {
      const now = clock();
      const entry = await trailEntry(db, delivery);
      const keys = keysOf(receiver, now).map((key) => sealer.open(key));
      return await post(webhookParcel({ url: sealer.open(receiver.url), keys }, { delivery, entry, now }), road);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private async failed(
    delivery: Delivery,
    { status, error, retryAfterMs = null, silent = false }: Failure,
  ): Promise<void> {
    const { db, clock } = this.parts;
    const now = clock();
    const nextAt = nextTry(delivery.attempts, { now, retryAfterMs });
    if (silent) await pauseReceiver(db, delivery.receiver_id, now + SILENCE_MS);
    await settle(db, delivery, { state: nextAt === null ? 'dead' : 'waiting', status, error, nextAt, now });
  }
}

interface Failure {
  readonly status: number | null;
  readonly error: string;
  readonly retryAfterMs?: number | null;
  readonly silent?: boolean;
}

const keysOf = (
  { secret, previous_secret: before, previous_until: until }: Receiver,
  now: number,
): readonly string[] => [
  ...(secret === null ? [] : [secret]),
  ...(before !== null && until !== null && until.getTime() > now ? [before] : []),
];
