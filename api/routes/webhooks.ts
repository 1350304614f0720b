import { z } from 'zod';
import {
  DeliveryState,
  DeliveryView,
  Rotation,
  WebhookBody,
  WebhookPatch,
  WebhookSecret,
  WebhookView,
} from '../../domain/events/receiver-schema';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { addTest } from '../../db/stores/deliveries';
import { deleteReceiver, findReceiver, listWebhooks } from '../../db/stores/receivers';
import { inTransaction } from '../../db/transaction';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { etagOf } from '../precondition';
import { repeatDelivery } from '../repeat-delivery';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import {
  addWebhook,
  auditReceiver,
  changeWebhook,
  deliveryPage,
  deliveryView,
  heldWebhook,
  rotateSecret,
  sealerOf,
  webhookView,
} from '../webhooks';

type Deps = Pick<Services, 'db' | 'config'>;
const Params = z.strictObject({ id: Uuid });
type Params = z.infer<typeof Params>;
const common = { tag: 'Integration', access: ['admin'] } as const;
const one = { ...common, path: '/webhooks/{id}', params: Params } as const;

export const webhookRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  add(deps),
  read(deps),
  change(deps),
  remove(deps),
  rotate(deps),
  test(deps),
  deliveries(deps),
  redeliver(deps),
];

const Query = z.strictObject(pageQuery);

const list = (deps: Deps): Route =>
  route<unknown, z.infer<typeof Query>>({
    ...common,
    method: 'get',
    path: '/webhooks',
    summary: 'All webhooks, the oldest first',
    query: Query,
    answers: { 200: pageOf(WebhookView) },
    handle: async ({ query: { limit, cursor }, now }) => {
      const after = idCursor(cursor);
      const page = toPage(await listWebhooks(deps.db, { after, limit: limit + 1 }), limit, ({ id }) => [id]);
      return ok({ ...page, items: page.items.map((row) => webhookView(sealerOf(deps), row, now)) });
    },
  });

const add = (deps: Deps): Route =>
  route<unknown, unknown, WebhookBody>({
    ...common,
    method: 'post',
    path: '/webhooks',
    summary: 'Have events sent to an address; the key that signs them is in this answer alone',
    // A kept answer would keep the key.
    idempotent: false,
    body: WebhookBody,
    answers: { 201: WebhookSecret },
    handle: async (call) => {
      const webhook = await addWebhook(deps, call);
      return created(`/api/v1/webhooks/${webhook.id}`, webhook);
    },
  });

const read = (deps: Deps): Route =>
  route<Params>({
    ...one,
    method: 'get',
    summary: 'One webhook',
    answers: { 200: WebhookView },
    handle: async ({ params, now }) => {
      const receiver = await findReceiver(deps.db, params.id);
      if (receiver?.kind !== 'webhook') throw new DomainError('NOT_FOUND', 'There is no such webhook.');
      return ok(webhookView(sealerOf(deps), receiver, now), etagOf(receiver.version));
    },
  });

const change = (deps: Deps): Route =>
  route<Params, unknown, WebhookPatch>({
    ...one,
    method: 'patch',
    summary: 'Change a webhook; while it is not active nothing is sent and nothing new is kept for it',
    body: WebhookPatch,
    answers: { 200: WebhookView },
    conditional: true,
    handle: async (call) => {
      const webhook = await changeWebhook(deps, call);
      return ok(webhook, etagOf(webhook.version));
    },
  });

const remove = ({ db }: Deps): Route =>
  route<Params>({
    ...one,
    method: 'delete',
    summary: 'Remove a webhook with the list of its deliveries',
    answers: { 204: null },
    handle: async (call) => {
      const { id } = call.params;
      await inTransaction(db, async (trx) => {
        await heldWebhook(trx, id);
        await auditReceiver(trx, call, { type: 'webhook.removed', payload: { webhookId: id } });
        await deleteReceiver(trx, id);
      });
      return { status: 204 };
    },
  });

const rotate = (deps: Deps): Route =>
  route<Params, unknown, Rotation>({
    ...one,
    method: 'post',
    path: '/webhooks/{id}/rotate',
    summary: 'Make a new key; calls carry both signatures until the overlap ends',
    idempotent: false,
    body: Rotation,
    answers: { 200: WebhookSecret },
    conditional: true,
    handle: async (call) => {
      const webhook = await rotateSecret(deps, call);
      return ok(webhook, etagOf(webhook.version));
    },
  });

const test = ({ db }: Deps): Route =>
  route<Params>({
    ...one,
    method: 'post',
    path: '/webhooks/{id}/test',
    summary: 'Send an event of type webhook.test',
    answers: { 202: z.strictObject({ deliveryId: Uuid }) },
    handle: async ({ params, newId }) => {
      await inTransaction(db, async (trx) => {
        const { active } = await heldWebhook(trx, params.id);
        if (!active) throw new DomainError('STATE_CONFLICT', 'The webhook is switched off; switch it on first.');
        await addTest(trx, { id: newId, receiverId: params.id, type: 'webhook.test' });
      });
      return accepted({ deliveryId: newId });
    },
  });

const DeliveryQuery = z.strictObject({ ...pageQuery, state: DeliveryState.optional() });

const deliveries = ({ db }: Deps): Route =>
  route<Params, z.infer<typeof DeliveryQuery>>({
    ...one,
    method: 'get',
    path: '/webhooks/{id}/deliveries',
    summary: 'Deliveries to a webhook, the newest first; state=dead are those given up',
    query: DeliveryQuery,
    answers: { 200: pageOf(DeliveryView) },
    handle: async ({ params, query }) => {
      const receiver = await findReceiver(db, params.id);
      if (receiver?.kind !== 'webhook') throw new DomainError('NOT_FOUND', 'There is no such webhook.');
      return ok(await deliveryPage(db, receiver.id, query));
    },
  });

const redeliver = ({ db }: Deps): Route =>
  route<Params>({
    ...one,
    method: 'post',
    path: '/webhooks/deliveries/{id}/redeliver',
    summary: 'Try a delivery again now, with all its tries before it',
    answers: { 202: DeliveryView },
    handle: async (call) => accepted(deliveryView(await repeatDelivery(db, call.params.id, call))),
  });
