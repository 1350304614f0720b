import { PACE_MS } from '../../domain/events/chat';
import type { Db } from '../knex';
import { inTransaction, type Trx } from '../transaction';
import type { Delivery } from './deliveries';
import type { Receiver } from './receivers';

/** Longer than any try takes: afterwards a delivery whose courier has died is due again. */
const LEASE_MS = 60_000;
const RECEIVERS_AT_ONCE = 20;
const BATCH = 8;

/** What one receiver gets now. */
export interface Consignment {
  readonly receiver: Receiver;
  readonly deliveries: readonly Delivery[];
}

/** Claims due deliveries, so that nobody else tries them until the lease ends. `busy` receivers are served already. */
export function claimDue(db: Db, now: number, busy: readonly string[]): Promise<readonly Consignment[]> {
  return inTransaction(db, async (trx) => {
    const receivers = await dueReceivers(trx, now, busy);
    const consignments: Consignment[] = [];
    for (const receiver of receivers) consignments.push({ receiver, deliveries: await claim(trx, receiver, now) });
    for (const { receiver } of consignments) await keepPace(trx, receiver, now);
    return consignments.filter(({ deliveries }) => deliveries.length > 0);
  });
}

/** The next message to a group comes no sooner than its service allows, whichever courier brings it. */
async function keepPace(trx: Trx, { id, kind }: Receiver, now: number): Promise<void> {
  if (kind === 'webhook') return;
  await trx('receivers')
    .where({ id })
    .update({ not_before: new Date(now + PACE_MS[kind]) });
}

async function dueReceivers(trx: Trx, now: number, busy: readonly string[]): Promise<readonly Receiver[]> {
  const { rows } = await trx.raw<{ rows: Receiver[] }>(
    `select receivers.* from receivers
     where receivers.active and receivers.not_before <= ? and not receivers.id = any(?::uuid[]) and exists (
       select from deliveries
       where deliveries.receiver_id = receivers.id and deliveries.state = 'waiting' and deliveries.next_at <= ?)
     order by receivers.not_before, receivers.id limit ? for no key update of receivers skip locked`,
    [new Date(now), [...busy], new Date(now), RECEIVERS_AT_ONCE],
  );
  return rows;
}

async function claim(trx: Trx, { id }: Receiver, now: number): Promise<readonly Delivery[]> {
  const { rows } = await trx.raw<{ rows: Delivery[] }>(
    `update deliveries set attempts = deliveries.attempts + 1, tried_at = ?, next_at = ?
     where deliveries.id in (
       select due.id from deliveries due
       where due.receiver_id = ? and due.state = 'waiting' and due.next_at <= ?
       order by due.next_at, due.created_at, due.seq limit ? for update skip locked)
     returning deliveries.*`,
    [new Date(now), new Date(now + LEASE_MS), id, new Date(now), BATCH],
  );
  return rows.sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.seq ?? 0) - (b.seq ?? 0));
}

/** How a try ended. */
export interface Settled {
  readonly state: 'delivered' | 'waiting' | 'dead';
  readonly status: number | null;
  readonly error: string | null;
  /** Of one that waits: when it is tried again. */
  readonly nextAt: number | null;
  readonly now: number;
}

/** Notes how a try ended, unless the delivery has been claimed anew since. */
export async function settle(
  db: Db,
  delivery: Delivery,
  { state, status, error, nextAt, now }: Settled,
): Promise<void> {
  await db('deliveries')
    .where({ id: delivery.id, attempts: delivery.attempts, state: 'waiting' })
    .update({
      state,
      last_status: status,
      last_error: error?.slice(0, 500) ?? null,
      ...(nextAt !== null && { next_at: new Date(nextAt) }),
      ...(state === 'delivered' && { delivered_at: new Date(now) }),
    });
}

/** The receiver wants nothing more (410): it is switched off, and what waited for it is dead. */
export function switchOff(db: Db, receiverId: string, now: number): Promise<void> {
  return inTransaction(db, async (trx) => {
    await trx('receivers')
      .where({ id: receiverId, active: true })
      .update({ active: false, off_reason: 'gone', version: trx.raw('version + 1'), updated_at: new Date(now) });
    await trx('deliveries')
      .where({ receiver_id: receiverId, state: 'waiting' })
      .update({ state: 'dead', last_status: 410, last_error: 'The receiver is gone (410).' });
  });
}

/** Leaves a receiver in peace until a moment. */
export async function pauseReceiver(db: Db, receiverId: string, until: number): Promise<void> {
  await db('receivers')
    .where({ id: receiverId })
    .andWhere('not_before', '<', new Date(until))
    .update({ not_before: new Date(until) });
}

/** Sealed texts of receivers, for sealing them anew under the newest root key. */
export async function resealReceivers(db: Db, reseal: (sealed: string) => string | null): Promise<number> {
  const rows = await db<Receiver>('receivers').select('id', 'url', 'secret', 'previous_secret');
  let changed = 0;
  for (const { id, ...texts } of rows) {
    const renewed = Object.entries(texts).flatMap(([name, sealed]) => {
      const text = sealed === null ? null : reseal(sealed);
      return text === null ? [] : [[name, text, sealed] as const];
    });
    for (const [name, text, sealed] of renewed)
      changed += await db('receivers')
        .where({ id, [name]: sealed })
        .update({ [name]: text });
  }
  return changed;
}
