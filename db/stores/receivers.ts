import type { ChatKind } from '../../domain/events/chat';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

export type ReceiverKind = 'webhook' | ChatKind;

/** Somebody outside who hears of events. `url` and the keys are sealed texts. */
export interface Receiver {
  readonly id: string;
  /** The name of a chat group; null for a webhook. */
  readonly key: string | null;
  readonly kind: ReceiverKind;
  readonly url: string;
  readonly secret: string | null;
  readonly previous_secret: string | null;
  readonly previous_until: Date | null;
  readonly events: readonly string[];
  readonly engagement_id: string | null;
  readonly locale: Locale;
  readonly active: boolean;
  readonly off_reason: 'gone' | null;
  readonly version: number;
}

export interface NewReceiver extends Omit<Receiver, 'previous_secret' | 'previous_until' | 'off_reason' | 'version'> {
  readonly now: number;
}

/** False where there is one of that id already; nothing is changed then. */
export async function insertReceiver(trx: Trx, { now, events, ...receiver }: NewReceiver): Promise<boolean> {
  const at = new Date(now);
  const rows = await trx('receivers')
    .insert({ ...receiver, events: [...events], version: 1, created_at: at, updated_at: at })
    .onConflict('id')
    .ignore()
    .returning('id');
  return rows.length > 0;
}

export async function findReceiver(db: Db, id: string): Promise<Receiver | null> {
  return (await db<Receiver>('receivers').where({ id }).first()) ?? null;
}

/** Held against changes by others, not against deliveries that name it: who writes the trail waits for nobody here. */
export async function lockReceiver(trx: Trx, id: string): Promise<Receiver | null> {
  return (await trx<Receiver>('receivers').where({ id }).forNoKeyUpdate().first()) ?? null;
}

/** The chat group of a name, held against changes by others. */
export async function lockChannel(trx: Trx, key: string): Promise<Receiver | null> {
  return (await trx<Receiver>('receivers').where({ key }).forNoKeyUpdate().first()) ?? null;
}

export async function findChannel(db: Db, key: string): Promise<Receiver | null> {
  return (await db<Receiver>('receivers').where({ key }).first()) ?? null;
}

/** Chat groups by name; they are few. */
export async function listChannels(db: Db): Promise<readonly Receiver[]> {
  return db<Receiver>('receivers').whereNotNull('key').orderBy('key');
}

/** Webhooks in the order in which they were made, after an id. */
export async function listWebhooks(
  db: Db,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly Receiver[]> {
  const query = db<Receiver>('receivers').where({ kind: 'webhook' }).orderBy('id').limit(limit);
  if (after !== null) void query.where('id', '>', after);
  return query;
}

type Changes = Partial<Omit<Receiver, 'id' | 'key' | 'version'>>;

/** Changes a held receiver. */
export async function saveReceiver(
  trx: Trx,
  before: Receiver,
  { now, ...changes }: Changes & { readonly now: number },
) {
  const [after] = await trx<Receiver>('receivers')
    .where({ id: before.id })
    .update({ ...changes, version: before.version + 1, updated_at: new Date(now) } as object)
    .returning('*');
  return after ?? before;
}

/** Removes a receiver and what was ever delivered to it. */
export async function deleteReceiver(trx: Trx, id: string): Promise<void> {
  await trx('receivers').where({ id }).delete();
}
