import { z } from 'zod';
import { ChannelBody, ChannelView } from '../../domain/events/chat-schema';
import { DeliveryState, DeliveryView } from '../../domain/events/receiver-schema';
import { DomainError } from '../../domain/errors';
import { Key, Uuid } from '../../domain/shapes';
import { addTest } from '../../db/stores/deliveries';
import { deleteReceiver, listChannels } from '../../db/stores/receivers';
import { inTransaction } from '../../db/transaction';
import { channelView, existingChannel, heldChannel, putChannel } from '../channels';
import { pageOf, pageQuery, wholeOf } from '../paging';
import { etagOf } from '../precondition';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { auditReceiver, deliveryPage, sealerOf } from '../webhooks';

type Deps = Pick<Services, 'db' | 'config'>;
const Params = z.strictObject({ key: Key });
type Params = z.infer<typeof Params>;
const common = { tag: 'Integration', access: ['admin'] } as const;
const one = { ...common, path: '/channels/{key}', params: Params } as const;

export const channelRoutes = (deps: Deps): readonly Route[] => [
  list(deps),
  put(deps),
  read(deps),
  remove(deps),
  test(deps),
  deliveries(deps),
];

const list = (deps: Deps): Route =>
  route({
    ...common,
    method: 'get',
    path: '/channels',
    summary: 'All chat groups that are told of events',
    answers: { 200: pageOf(ChannelView) },
    handle: async () => ok(wholeOf((await listChannels(deps.db)).map((row) => channelView(sealerOf(deps), row)))),
  });

const put = (deps: Deps): Route =>
  route<Params, unknown, ChannelBody>({
    ...one,
    method: 'put',
    summary: 'Have a group of Feishu, DingTalk, WeCom, Slack or Teams told of events',
    body: ChannelBody,
    answers: { 200: ChannelView, 201: ChannelView },
    conditional: true,
    handle: async (call) => {
      const { channel, isNew } = await putChannel(deps, call);
      return isNew ? created(`/api/v1/channels/${channel.key}`, channel) : ok(channel, etagOf(channel.version));
    },
  });

const read = (deps: Deps): Route =>
  route<Params>({
    ...one,
    method: 'get',
    summary: 'One chat group; its address and secret are not shown',
    answers: { 200: ChannelView },
    handle: async ({ params }) => {
      const channel = await existingChannel(deps.db, params.key);
      return ok(channelView(sealerOf(deps), channel), etagOf(channel.version));
    },
  });

const remove = ({ db }: Deps): Route =>
  route<Params>({
    ...one,
    method: 'delete',
    summary: 'Tell a chat group no more',
    answers: { 204: null },
    handle: async (call) => {
      await inTransaction(db, async (trx) => {
        const { id, key } = await heldChannel(trx, call.params.key);
        await auditReceiver(trx, call, { type: 'channel.removed', payload: { channelId: id, key } });
        await deleteReceiver(trx, id);
      });
      return { status: 204 };
    },
  });

const test = ({ db }: Deps): Route =>
  route<Params>({
    ...one,
    method: 'post',
    path: '/channels/{key}/test',
    summary: 'Send a test message to a chat group',
    answers: { 202: z.strictObject({ deliveryId: Uuid }) },
    handle: async ({ params, newId }) => {
      await inTransaction(db, async (trx) => {
        const { id, active } = await heldChannel(trx, params.key);
        if (!active) throw new DomainError('STATE_CONFLICT', 'The channel is switched off; switch it on first.');
        await addTest(trx, { id: newId, receiverId: id, type: 'chat.test' });
      });
      return accepted({ deliveryId: newId });
    },
  });

const Query = z.strictObject({ ...pageQuery, state: DeliveryState.optional() });

const deliveries = ({ db }: Deps): Route =>
  route<Params, z.infer<typeof Query>>({
    ...one,
    method: 'get',
    path: '/channels/{key}/deliveries',
    summary: 'Deliveries to a chat group, the newest first',
    query: Query,
    answers: { 200: pageOf(DeliveryView) },
    handle: async ({ params, query }) => {
      const { id } = await existingChannel(db, params.key);
      return ok(await deliveryPage(db, id, query));
    },
  });
