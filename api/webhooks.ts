import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { urlObjection } from '../domain/events/address';
import { outgoingObjection } from '../domain/events/outgoing';
import type {
  DeliveryState,
  DeliveryView,
  WebhookBody,
  WebhookPatch,
  WebhookView,
} from '../domain/events/receiver-schema';
import { DomainError, fieldError } from '../domain/errors';
import { appendAudit, MASTER_STREAM } from '../db/stores/audit';
import type { Db } from '../db/knex';
import { outgoingRules } from '../db/read/outgoing-rules';
import { createSealer, type Sealer } from '../db/sealed';
import { addTest, type Delivery, listDeliveries } from '../db/stores/deliveries';
import { findEngagement } from '../db/stores/engagements';
import {
  deleteReceiver,
  findReceiver,
  insertReceiver,
  lockReceiver,
  type Receiver,
  saveReceiver,
} from '../db/stores/receivers';
import { inTransaction, type Trx } from '../db/transaction';
import { type Page, readCursor, TimedKey, toPage } from './paging';
import { checkIfMatch } from './precondition';
import type { Call } from './route';
import type { Services } from './services';

type Said<B> = Pick<Call<unknown, unknown, B>, 'actor' | 'channel' | 'now' | 'newId' | 'body'>;
type Deps = Pick<Services, 'db' | 'config'>;

/** A key of Standard Webhooks: 256 random bits in base64 behind `whsec_`. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const sealerOf = ({ config }: Pick<Services, 'config'>): Sealer => createSealer(config.secrets);

/** Where a receiver is; null where no root key opens its address any more. */
export function hostIn(sealer: Sealer, { url }: Pick<Receiver, 'url'>): string | null {
  const text = sealer.openOrNull(url);
  return text && new URL(text).host;
}

export function webhookView(sealer: Sealer, receiver: Receiver, now: number): WebhookView {
  const until = receiver.previous_until;
  return {
    id: receiver.id,
    url: sealer.openOrNull(receiver.url),
    events: [...receiver.events],
    engagementId: receiver.engagement_id,
    active: receiver.active,
    offReason: receiver.off_reason,
    previousKeyUntil: until && until.getTime() > now ? until.toISOString() : null,
    version: receiver.version,
  };
}

export const deliveryView = (row: Delivery): DeliveryView => ({
  id: row.id,
  receiverId: row.receiver_id,
  eventId: row.event_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
  lastStatus: row.last_status,
  lastError: row.last_error,
  createdAt: row.created_at.toISOString(),
  deliveredAt: row.delivered_at?.toISOString() ?? null,
});

interface DeliveryQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: DeliveryState | undefined;
}

/** Deliveries to a receiver, the newest first. */
export async function deliveryPage(
  db: Db,
  receiverId: string,
  { limit, cursor, state }: DeliveryQuery,
): Promise<Page<DeliveryView>> {
  const after = readCursor(TimedKey, cursor);
  const rows = await listDeliveries(db, { receiverId, state, after, limit: limit + 1 });
  const page = toPage(rows, limit, (row) => [row.created_at.toISOString(), row.id]);
  return { ...page, items: page.items.map(deliveryView) };
}

interface Address {
  readonly url: string;
  readonly active?: boolean | undefined;
}

/** Refuses an address that is never called. What is switched off may keep one that the organisation no longer allows. */
export async function checkUrl({ url, active = true }: Address, { db, config }: Deps): Promise<void> {
  const objection = urlObjection(url, config.outgoing ?? { allow: [], tlsOnly: true });
  if (objection) throw fieldError('url', objection);
  const message = active ? outgoingObjection(url, await outgoingRules(db)) : null;
  if (message) throw new DomainError('OUTGOING_NOT_ALLOWED', `url: ${message}`, [{ path: 'url', message }]);
}

export async function checkEngagement(db: Db, id: string | null | undefined): Promise<void> {
  if (id && !(await findEngagement(db, id))) throw fieldError('engagementId', 'is not an engagement');
}

/** One entry about a receiver in the trail of master data; addresses and keys are not in it. */
export const auditReceiver = (
  trx: Trx,
  { actor, channel, now, newId }: Omit<Said<unknown>, 'body'>,
  { type, payload }: { readonly type: string; readonly payload: Readonly<Record<string, unknown>> },
): Promise<void> =>
  appendAudit(trx, MASTER_STREAM, [{ key: `${type}:${newId}`, at: now, type, actorId: actor.id, channel, payload }]);

/** Adds a webhook under an id. Tried again with the same words it is the same one, and tells its key again. */
export async function addWebhook(
  deps: Deps,
  call: Said<WebhookBody>,
  id = call.newId,
): Promise<WebhookView & { secret: string }> {
  const { body, now } = call;
  await checkUrl(body, deps);
  const sealer = sealerOf(deps);
  const secret = newSecret();
  return inTransaction(deps.db, async (trx) => {
    await checkEngagement(trx, body.engagementId);
    const { events, active, engagementId = null } = body;
    const common = {
      id,
      key: null,
      kind: 'webhook',
      events,
      active,
      engagement_id: engagementId,
      locale: 'en',
    } as const;
    const sealed = { url: sealer.seal(body.url), secret: sealer.seal(secret) };
    const isNew = await insertReceiver(trx, { ...common, ...sealed, now });
    const held = await heldWebhook(trx, id);
    if (!isNew) return sameAsBefore(sealer, held, { body, now });
    await auditReceiver(trx, call, { type: 'webhook.created', payload: { webhookId: id, events } });
    return { ...webhookView(sealer, held, now), secret };
  });
}

/** What an earlier try has added, while it is as it was made: what was sent with other words afterwards is not lost in silence. */
function sameAsBefore(
  sealer: Sealer,
  held: Receiver,
  { body, now }: Pick<Said<WebhookBody>, 'body' | 'now'>,
): WebhookView & { secret: string } {
  const { url, events, active, engagementId } = body;
  const view = webhookView(sealer, held, now);
  const secret = held.secret && sealer.openOrNull(held.secret);
  const wanted = { url, events, active, engagementId: engagementId ?? null };
  const kept = { url: view.url, events: view.events, active: view.active, engagementId: view.engagementId };
  if (secret !== null && held.version === 1 && isDeepStrictEqual(kept, wanted)) return { ...view, secret };
  const message = `An earlier try has added ${hostIn(sealer, held) ?? held.id} with other words: look there first.`;
  throw new DomainError('CONFLICT', message, [{ path: 'url', message }]);
}

function known(receiver: Receiver | null | undefined): Receiver {
  if (receiver?.kind !== 'webhook') throw new DomainError('NOT_FOUND', 'There is no such webhook.');
  return receiver;
}

export const existingWebhook = async (db: Db, id: string): Promise<Receiver> => known(await findReceiver(db, id));
const heldWebhook = async (trx: Trx, id: string): Promise<Receiver> => known(await lockReceiver(trx, id));

interface Identified {
  readonly params: { readonly id: string };
  readonly ifMatch: string | null;
}

export async function changeWebhook(deps: Deps, call: Said<WebhookPatch> & Identified): Promise<WebhookView> {
  const { params, body, ifMatch, now } = call;
  const { url, events, engagementId, active } = body;
  if (url !== undefined) await checkUrl({ url, active }, deps);
  const sealer = sealerOf(deps);
  return inTransaction(deps.db, async (trx) => {
    await checkEngagement(trx, engagementId);
    const before = await heldWebhook(trx, params.id);
    checkIfMatch(ifMatch, before.version);
    await checkKeptUrl({ ...deps, db: trx }, before, body);
    const after = await saveReceiver(trx, before, {
      ...(url !== undefined && { url: sealer.seal(url) }),
      ...(events !== undefined && { events }),
      ...(engagementId !== undefined && { engagement_id: engagementId }),
      ...(active !== undefined && { active, off_reason: null }),
      now,
    });
    const payload = { webhookId: after.id, fields: Object.keys(body), active: after.active };
    await auditReceiver(trx, call, { type: 'webhook.changed', payload });
    return webhookView(sealer, after, now);
  });
}

/** What is switched on again goes to the address that it has: it is checked like a new one. */
async function checkKeptUrl(deps: Deps, { url: sealed }: Receiver, { url, active }: WebhookPatch): Promise<void> {
  const kept = url === undefined && active ? sealerOf(deps).openOrNull(sealed) : null;
  if (kept !== null) await checkUrl({ url: kept }, deps);
}

/** A new key; the one before signs along until the overlap ends, so that the receiver can change over without a gap. */
export async function rotateSecret(
  deps: Deps,
  call: Said<{ readonly overlapHours: number }> & Identified,
): Promise<WebhookView & { secret: string }> {
  const { params, body, ifMatch, now } = call;
  const sealer = sealerOf(deps);
  const secret = newSecret();
  return inTransaction(deps.db, async (trx) => {
    const before = await heldWebhook(trx, params.id);
    checkIfMatch(ifMatch, before.version);
    const after = await saveReceiver(trx, before, {
      secret: sealer.seal(secret),
      previous_secret: before.secret,
      previous_until: new Date(now + body.overlapHours * 3_600_000),
      now,
    });
    await auditReceiver(trx, call, { type: 'webhook.key-changed', payload: { webhookId: after.id } });
    return { ...webhookView(sealer, after, now), secret };
  });
}

type Acting = Omit<Said<unknown>, 'body'> & Pick<Identified, 'params'>;

/** Sends it nothing more, and forgets what was delivered to it. */
export const removeWebhook = ({ db }: Pick<Services, 'db'>, call: Acting): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { id } = await heldWebhook(trx, call.params.id);
    await auditReceiver(trx, call, { type: 'webhook.removed', payload: { webhookId: id } });
    await deleteReceiver(trx, id);
  });

/** Puts an event of type `webhook.test` on its way; answers its delivery. */
export async function testWebhook(
  { db }: Pick<Services, 'db'>,
  { params, newId }: Pick<Acting, 'params' | 'newId'>,
): Promise<string> {
  await inTransaction(db, async (trx) => {
    const { id, active } = await heldWebhook(trx, params.id);
    if (!active) throw new DomainError('STATE_CONFLICT', 'The webhook is switched off; switch it on first.');
    await addTest(trx, { id: newId, receiverId: id, type: 'webhook.test' });
  });
  return newId;
}
