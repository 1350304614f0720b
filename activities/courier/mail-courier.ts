import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind } from '@opentelemetry/api';
import { nextMailTry } from '../../domain/mail/retry';
import type { MailOrder } from '../../domain/mail/order';
import type { Db } from '../../db/knex';
import { claimMails, type ClaimedMail, dropMail, postponeMail } from '../../db/stores/mail-orders';
import { inSpan } from '../in-span';

export interface MailCourierParts {
  readonly db: Db;
  /** Hands one mail to the relay, once per key. */
  readonly sendMail: (order: MailOrder) => Promise<void>;
  /** Epoch milliseconds of the clock on the wall. */
  readonly clock: () => number;
}

/** Fewer than the connections to the relay, so that decisions find one free. */
const AT_ONCE = 6;
/** How long a relay that does not answer at all is left in peace. */
const SILENCE_MS = 2_000;

/**
 * Takes ordered mails to the relay, a few at once, so that a slow connection delays nobody else. Several couriers may run
 * at once, because a mail is claimed before it is tried.
 */
export class MailCourier {
  private readonly carrying = new Map<string, Promise<void>>();
  private silentUntil = 0;

  constructor(private readonly parts: MailCourierParts) {}

  /** Starts on what is due, as far as hands are free; answers how many mails that were. */
  async round(): Promise<number> {
    const { db, clock } = this.parts;
    const free = AT_ONCE - this.carrying.size;
    const now = clock();
    if (free <= 0 || now < this.silentUntil) return 0;
    const mails = await claimMails(db, now, free);
    for (const mail of mails) this.carry(mail);
    return mails.length;
  }

  /** Until the next mail is out, or the time is over. */
  async rest(ms: number): Promise<void> {
    const over = new AbortController();
    const pause = sleep(ms, undefined, { ref: false, signal: over.signal }).catch(() => undefined);
    await Promise.race([pause, ...this.carrying.values()]);
    over.abort();
  }

  /** Until nothing is on its way. */
  async settled(): Promise<void> {
    await Promise.all(this.carrying.values());
  }

  private carry(mail: ClaimedMail): void {
    const { key, kind } = mail.order;
    const span = { name: `deliver mail ${kind}`, kind: SpanKind.CONSUMER, parent: mail.traceParent };
    const work = inSpan(span, () => this.deliver(mail))
      // What could not even be noted is due again when its lease ends.
      .catch(() => undefined)
      .finally(() => this.carrying.delete(key));
    this.carrying.set(key, work);
  }

  private async deliver(mail: ClaimedMail): Promise<void> {
    const { db, sendMail, clock } = this.parts;
    try {
      await sendMail(mail.order);
    } catch (error) {
      const now = clock();
      if (isSilence(error)) this.silentUntil = now + SILENCE_MS;
      const reason = error instanceof Error ? error.message : String(error);
      return postponeMail(db, mail, { nextAt: nextMailTry({ ...mail, now }), error: reason });
    }
    await dropMail(db, mail);
  }
}

/** Failures of a connection have a code; a relay that refuses this mail alone has answered with a status as well. */
const isSilence = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && !('responseCode' in error && error.responseCode !== undefined);
