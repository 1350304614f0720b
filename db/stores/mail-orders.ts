import type { MailKind, MailOrder } from '../../domain/mail/order';
import type { Db } from '../knex';
import { currentTraceParent } from '../trace-parent';
import type { Trx } from '../transaction';

interface Row {
  readonly key: string;
  readonly kind: MailKind;
  readonly recipient_id: string;
  readonly engagement_id: string | null;
  readonly facts: MailOrder['facts'];
  readonly due_at: Date;
  readonly ordered_at: Date;
  readonly attempts: number;
  readonly trace_parent: string | null;
}

/** A mail that one courier tries at present. */
export interface ClaimedMail {
  readonly order: MailOrder;
  /** Tries so far, this one included. */
  readonly attempts: number;
  /** Epoch milliseconds of the clock on the wall, as for every time here but that of the order itself. */
  readonly orderedAt: number;
  /** `traceparent` of what ordered it, where that was traced. */
  readonly traceParent: string | null;
}

/** Longer than the patience of the SMTP client, so that two tries never overlap; a dead courier's mails are due after it. */
const LEASE_MS = 60_000;

/** Has mails go out, in the transaction that makes them due. The same key again is the same mail. */
export async function orderMails(trx: Trx, orders: readonly MailOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const traceParent = currentTraceParent();
  const rows = orders.map(({ key, kind, recipientId, engagementId, facts, now }) => ({
    key,
    kind,
    recipient_id: recipientId,
    engagement_id: engagementId,
    facts: JSON.stringify(facts),
    due_at: new Date(now),
    trace_parent: traceParent,
  }));
  await trx('mail_orders').insert(rows).onConflict('key').ignore();
}

/** Claims mails that are due, so that nobody else tries them until the lease ends. */
export async function claimMails(db: Db, now: number, limit: number): Promise<readonly ClaimedMail[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with due as materialized (
       select mail_orders.key from mail_orders
       where mail_orders.next_at <= ? order by mail_orders.next_at limit ? for update skip locked)
     update mail_orders set attempts = mail_orders.attempts + 1, next_at = ?
     from due where mail_orders.key = due.key
     returning mail_orders.*`,
    [new Date(now), limit, new Date(now + LEASE_MS)],
  );
  return rows.map((row) => ({
    order: {
      key: row.key,
      kind: row.kind,
      recipientId: row.recipient_id,
      engagementId: row.engagement_id,
      facts: row.facts,
      now: row.due_at.getTime(),
    },
    attempts: row.attempts,
    orderedAt: row.ordered_at.getTime(),
    traceParent: row.trace_parent,
  }));
}

const claimed = (db: Db, { order: { key }, attempts }: ClaimedMail) => db('mail_orders').where({ key, attempts });

/** It is with the relay, or nobody is there to get it. What it was ordered with goes to its line in the log. */
export async function dropMail(db: Db, { order: { key }, attempts }: ClaimedMail): Promise<void> {
  await db.raw(
    `with gone as (delete from mail_orders where key = ? and attempts = ? returning key, recipient_id, facts)
     update mail_log set ordered_for = gone.recipient_id, facts = gone.facts from gone where mail_log.key = gone.key`,
    [key, attempts],
  );
}

/** Tries a mail again that was given up, with all its tries before it. */
export async function retryMail(trx: Trx, key: string, now: number): Promise<void> {
  await trx('mail_orders')
    .where({ key })
    .whereNull('next_at')
    .update({ attempts: 0, next_at: new Date(now), ordered_at: new Date(now) });
}

/** A try has failed; without a next one the mail stays here as one that never went out. */
export async function postponeMail(
  db: Db,
  mail: ClaimedMail,
  { nextAt, error }: { readonly nextAt: number | null; readonly error: string },
): Promise<void> {
  await claimed(db, mail).update({
    next_at: nextAt === null ? null : new Date(nextAt),
    last_error: error.slice(0, 500),
  });
}
