import type { ChannelBody, ChannelView } from '../domain/events/chat-schema';
import { DomainError } from '../domain/errors';
import type { Sealer } from '../db/sealed';
import { addTest } from '../db/stores/deliveries';
import {
  deleteReceiver,
  findChannel,
  insertReceiver,
  lockChannel,
  type Receiver,
  saveReceiver,
} from '../db/stores/receivers';
import type { Db } from '../db/knex';
import { inTransaction, type Trx } from '../db/transaction';
import { checkIfMatch } from './precondition';
import type { Call } from './route';
import type { Services } from './services';
import { auditReceiver, checkEngagement, checkUrl, hostIn, sealerOf } from './webhooks';

/** A receiver of a chat service with the name that its address has in the API. */
type Channel = Receiver & { readonly key: string };
const isChannel = (receiver: Receiver | null): receiver is Channel => receiver !== null && receiver.key !== null;

export function channelView(sealer: Sealer, receiver: Receiver): ChannelView {
  const { key, kind } = receiver;
  if (key === null || kind === 'webhook') throw new Error('a webhook is no chat group');
  return {
    key,
    id: receiver.id,
    kind,
    host: hostIn(sealer, receiver),
    isSigned: receiver.secret !== null,
    events: [...receiver.events],
    locale: receiver.locale,
    engagementId: receiver.engagement_id,
    active: receiver.active,
    offReason: receiver.off_reason,
    version: receiver.version,
  };
}

const known = (receiver: Receiver | null): Channel => {
  if (!isChannel(receiver)) throw new DomainError('NOT_FOUND', 'There is no such channel.');
  return receiver;
};
export const existingChannel = async (db: Db, key: string): Promise<Channel> => known(await findChannel(db, key));
export const heldChannel = async (trx: Trx, key: string): Promise<Channel> => known(await lockChannel(trx, key));

type Acting = Pick<Call<{ key: string }, unknown, unknown>, 'params' | 'actor' | 'channel' | 'now' | 'newId'>;
type Stores = Pick<Services, 'db'>;

/** Has a test message go to the group; answers the id of its delivery. */
export async function testChannel({ db }: Stores, { params, newId }: Acting): Promise<string> {
  await inTransaction(db, async (trx) => {
    const { id, active } = await heldChannel(trx, params.key);
    if (!active) throw new DomainError('STATE_CONFLICT', 'The channel is switched off; switch it on first.');
    await addTest(trx, { id: newId, receiverId: id, type: 'chat.test' });
  });
  return newId;
}

/** Tells the group no more, and forgets what was delivered to it. */
export const removeChannel = ({ db }: Stores, call: Acting): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { id, key } = await heldChannel(trx, call.params.key);
    await auditReceiver(trx, call, { type: 'channel.removed', payload: { channelId: id, key } });
    await deleteReceiver(trx, id);
  });

type PutCall = Call<{ key: string }, unknown, ChannelBody>;

/** Sets a channel as a whole, one that must be new if that is said; answers whether it is. */
export async function putChannel(
  deps: Pick<Services, 'db' | 'config'>,
  call: PutCall,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<{ readonly channel: ChannelView; readonly isNew: boolean }> {
  const { params, body, now, ifMatch } = call;
  await checkUrl(body, deps);
  const sealer = sealerOf(deps);
  return inTransaction(deps.db, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`channel:${params.key}`]);
    await checkEngagement(trx, body.engagementId);
    const before = await lockChannel(trx, params.key);
    checkIfMatch(ifMatch, before?.version ?? null);
    if (isNew && before) throw new DomainError('CONFLICT', 'There is such a channel.', [{ path: 'key', message: 'is taken' }]); // prettier-ignore
    const after = await write(trx, before);
    const payload = { channelId: after.id, key: params.key, kind: body.kind, events: body.events };
    await auditReceiver(trx, call, { type: 'channel.saved', payload });
    return { channel: channelView(sealer, after), isNew: before === null };
  });

  function columns() {
    const { kind, events, locale, active, engagementId = null, url, secret } = body;
    const sealed = { url: sealer.seal(url), secret: secret === undefined ? null : sealer.seal(secret) };
    return { kind, events, locale, active, engagement_id: engagementId, ...sealed, now };
  }

  async function write(trx: Trx, before: Receiver | null): Promise<Receiver> {
    if (before) return saveReceiver(trx, before, { ...columns(), off_reason: null });
    await insertReceiver(trx, { ...columns(), id: call.newId, key: params.key });
    return heldChannel(trx, params.key);
  }
}
