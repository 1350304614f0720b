import type { DeliveryState } from '../../domain/events/receiver-schema';
import { topicOf } from '../../domain/events/chat';
import { engagementOfStream, eventIdOf, namesOf } from '../../domain/events/event';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

/** One event on its way to one receiver. */
export interface Delivery {
  readonly id: string;
  readonly receiver_id: string;
  readonly event_id: string;
  /** Where its entry stands in the trail; null for a test. */
  readonly stream: string | null;
  readonly seq: number | null;
  readonly type: string;
  readonly state: DeliveryState;
  /** Tries so far; this one included while it is being tried. */
  readonly attempts: number;
  readonly next_at: Date;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly created_at: Date;
  readonly delivered_at: Date | null;
}

interface Fresh {
  readonly seq: number;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Hands fresh entries of the trail to everybody who asked for such events, in the transaction that writes them: what is
 * in the trail is on its way, and what was rolled back is not. Times are those of the clock on the wall, because business
 * time may be rehearsed.
 */
export async function handOut(trx: Trx, stream: string, entries: readonly Fresh[]): Promise<void> {
  const fresh = entries.map(({ seq, type, payload }) => ({
    ...{ seq, type, id: eventIdOf({ stream, seq }) },
    ...{ names: namesOf(type), topic: topicOf({ type, payload }) },
  }));
  await trx.raw(
    `insert into deliveries (id, receiver_id, event_id, stream, seq, type, state, next_at, created_at)
     select gen_random_uuid(), receivers.id, fresh.id, ?, fresh.seq, fresh.type, 'waiting', moment, moment
     from json_to_recordset(?::json) as fresh (id text, seq bigint, type text, names text[], topic text)
     cross join date_trunc('milliseconds', now()) as moment
     join receivers on receivers.active
       and case when receivers.kind = 'webhook' then receivers.events && fresh.names
         else fresh.topic = any(receivers.events) end
       and (receivers.engagement_id is null or receivers.engagement_id = ?::uuid)
     -- Of samples nobody hears.
     where not exists (select from samples where samples.stream = ?)
     on conflict (receiver_id, event_id) do nothing`,
    [stream, JSON.stringify(fresh), engagementOfStream(stream), stream],
  );
}

/** As exact as the cursor of a list. */
const MOMENT = "date_trunc('milliseconds', now())";

/** A delivery that tells of nothing but itself. */
export async function addTest(
  trx: Trx,
  { id, receiverId, type }: { readonly id: string; readonly receiverId: string; readonly type: string },
): Promise<void> {
  const row = { id, receiver_id: receiverId, event_id: `test:${id}`, type, state: 'waiting' };
  await trx('deliveries')
    .insert({ ...row, next_at: trx.raw(MOMENT), created_at: trx.raw(MOMENT) })
    .onConflict('id')
    .ignore();
}

export interface DeliveryQuery {
  readonly receiverId: string;
  readonly state?: DeliveryState | undefined;
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** Deliveries of a receiver, newest first. */
export async function listDeliveries(
  db: Db,
  { receiverId, state, after, limit }: DeliveryQuery,
): Promise<readonly Delivery[]> {
  const query = db<Delivery>('deliveries').where({ receiver_id: receiverId });
  if (state) void query.where({ state });
  if (after) void query.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', [...after]);
  return query
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
}

/** Tries a delivery anew, with all its tries before it; null when there is none. */
export async function tryAgain(trx: Trx, id: string): Promise<Delivery | null> {
  const [delivery] = await trx<Delivery>('deliveries')
    .where({ id })
    .update({ state: 'waiting', attempts: 0, next_at: trx.fn.now(), delivered_at: null } as object)
    .returning('*');
  return delivery ?? null;
}
