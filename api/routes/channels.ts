import { z } from 'zod';
import { ChannelBody, ChannelView } from '../../domain/events/chat-schema';
import { DeliveryState, DeliveryView } from '../../domain/events/receiver-schema';
import { Key, Uuid } from '../../domain/shapes';
import { listChannels } from '../../db/stores/receivers';
import { channelView, existingChannel, putChannel, removeChannel, testChannel } from '../channels';
import { pageOf, pageQuery, wholeOf } from '../paging';
import { etagOf } from '../precondition';
import { accepted, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { deliveryPage, sealerOf } from '../webhooks';

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

const remove = (deps: Deps): Route =>
  route<Params>({
    ...one,
    method: 'delete',
    summary: 'Tell a chat group no more',
    answers: { 204: null },
    handle: async (call) => {
      await removeChannel(deps, call);
      return { status: 204 };
    },
  });

const test = (deps: Deps): Route =>
  route<Params>({
    ...one,
    method: 'post',
    path: '/channels/{key}/test',
    summary: 'Send a test message to a chat group',
    answers: { 202: z.strictObject({ deliveryId: Uuid }) },
    handle: async (call) => accepted({ deliveryId: await testChannel(deps, call) }),
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
