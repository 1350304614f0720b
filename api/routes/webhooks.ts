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
import { Uuid } from '../../domain/shapes';
import { listWebhooks } from '../../db/stores/receivers';
import { deliveryTable } from '../delivery-table';
import { idCursor, pageOf, pageQuery, toPage } from '../paging';
import { etagOf } from '../precondition';
import { repeatDelivery } from '../repeat-delivery';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import {
  addWebhook,
  changeWebhook,
  deliveryPage,
  deliveryView,
  existingWebhook,
  removeWebhook,
  rotateSecret,
  sealerOf,
  testWebhook,
  webhookView,
} from '../webhooks';

/** As many rows as a sheet holds. */
const ALL = 10_000;

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
  deliverySheet(deps),
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
      const receiver = await existingWebhook(deps.db, params.id);
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
      await removeWebhook({ db }, call);
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
    handle: async (call) => accepted({ deliveryId: await testWebhook({ db }, call) }),
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
      const receiver = await existingWebhook(db, params.id);
      return ok(await deliveryPage(db, receiver.id, query));
    },
  });

const SheetQuery = SheetFormat.extend({ state: DeliveryState.optional() });

const deliverySheet = ({ db }: Deps): Route =>
  route<Params, z.infer<typeof SheetQuery>>({
    ...one,
    method: 'get',
    path: '/webhooks/{id}/deliveries/export',
    summary: 'Deliveries to a webhook as a sheet, the newest first',
    query: SheetQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format, state }, actor: { locale } }) => {
      const receiver = await existingWebhook(db, params.id);
      const { items } = await deliveryPage(db, receiver.id, { limit: ALL, state });
      return sheetReply([deliveryTable(items, locale)], { format, name: 'deliveries' });
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
