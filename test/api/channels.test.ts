import { createHmac } from 'node:crypto';
import request from 'supertest';
import { PACE_MS } from '../../domain/events/chat';
import type { DeliveryView } from '../../domain/events/receiver-schema';
import type { Received } from '../fakes/receiver';
import { ReceiverWorld } from './receiver-world';
import { signedIn } from './world';

let world: ReceiverWorld;
beforeAll(async () => {
  world = await ReceiverWorld.open();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const TAKEN = { feishu: '{"code":0}', dingtalk: '{"errcode":0}', wecom: '{"errcode":0}', slack: 'ok', teams: '' };
type Kind = keyof typeof TAKEN;
const SECRET = 'SEC-of-the-robot';

async function channel(kind: Kind, part: object = {}): Promise<string> {
  const key = `group-${kind}`;
  const signs = kind === 'feishu' || kind === 'dingtalk';
  const body = { kind, url: world.receiver.url('/hook?access_token=abc'), events: ['incident-major'], locale: 'en' };
  await world.call('put', `/channels/${key}`, { ...body, ...(signs && { secret: SECRET }), ...part }).expect(201);
  world.receiver.answer = () => ({ body: TAKEN[kind] });
  return key;
}
const major = () => world.happens('incident.recorded', world.engagement, { severity: 'major' });
const deliveries = async (key: string): Promise<readonly DeliveryView[]> =>
  ((await world.call('get', `/channels/${key}/deliveries`).expect(200)).body as { items: DeliveryView[] }).items;
const bodyOf = (call: Received | undefined): Record<string, never> =>
  JSON.parse(call?.body ?? '{}') as Record<string, never>;

test('Feishu gets a card, signed over nothing with time and secret as the key', async () => {
  const key = await channel('feishu');
  await major();
  await world.deliver();

  const { timestamp, sign, msg_type, card } = bodyOf(world.receiver.calls[0]);
  const expected = createHmac('sha256', `${String(timestamp)}\n${SECRET}`)
    .update('')
    .digest('base64');
  expect([sign, msg_type]).toEqual([expected, 'interactive']);
  expect(Math.abs(Number(timestamp) * 1_000 - world.now)).toBeLessThan(1_000);
  expect(JSON.stringify(card)).toContain(`https://tenure.example.org/engagements/${world.engagement}`);
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'delivered' })]);
});

test('DingTalk gets Markdown, signed in the query over time and secret', async () => {
  await channel('dingtalk');
  await major();
  await world.deliver();

  const query = new URL(world.receiver.calls[0]?.path ?? '', 'http://x').searchParams;
  const expected = createHmac('sha256', SECRET)
    .update(`${query.get('timestamp')}\n${SECRET}`)
    .digest('base64');
  expect([query.get('access_token'), query.get('sign')]).toEqual(['abc', expected]);
  expect(Number(query.get('timestamp'))).toBe(world.now);
  expect(bodyOf(world.receiver.calls[0])).toMatchObject({ msgtype: 'markdown', markdown: { title: 'Major incident' } });
});

test.each([
  ['wecom', { msgtype: 'markdown', markdown: { content: expect.stringContaining('**Major incident**') } }],
  ['slack', { text: 'Major incident', blocks: expect.arrayContaining([expect.objectContaining({ type: 'section' })]) }],
  [
    'teams',
    {
      type: 'message',
      attachments: [expect.objectContaining({ contentType: 'application/vnd.microsoft.card.adaptive' })],
    },
  ],
] as const)('%s gets a message in its own form', async (kind, message) => {
  const key = await channel(kind);
  await major();
  await world.deliver();

  expect(bodyOf(world.receiver.calls[0])).toMatchObject(message);
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'delivered' })]);
});

test.each([
  ['feishu', '{"code":19021,"msg":"sign match fail"}'],
  ['dingtalk', '{"errcode":310000,"errmsg":"sign not match"}'],
  ['wecom', '{"errcode":45009,"errmsg":"api freq out of limit"}'],
  ['wecom', '<html>proxy</html>'],
] as const)('what %s refuses with 200 and %s is tried again', async (kind, body) => {
  const key = await channel(kind);
  world.receiver.answer = () => ({ body });
  await major();
  await world.deliver();
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1, lastStatus: 200 })]);

  world.receiver.answer = () => ({ body: TAKEN[kind] });
  world.now += 10_000;
  await world.deliver();
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'delivered', attempts: 2 })]);
});

test('what happens together comes in one message, and the next one keeps the pace of the service', async () => {
  const key = await channel('dingtalk');
  for (let turn = 0; turn < 10; turn += 1) await major();
  await Promise.all([world.deliver(), world.deliver()]);
  expect(world.receiver.calls).toHaveLength(1);
  expect(world.receiver.calls[0]?.body.match(/\*\*Major incident\*\*/g)).toHaveLength(8);

  world.now += PACE_MS.dingtalk - 1;
  await world.deliver();
  expect(world.receiver.calls).toHaveLength(1);
  world.now += 1;
  await world.deliver();
  expect(world.receiver.calls).toHaveLength(2);
  expect((await deliveries(key)).map(({ state }) => state)).toEqual(Array(10).fill('delivered'));
});

test.each([
  ['a fault of the service', () => ({ status: 500 }), 10_000],
  ['no answer', () => 'hang' as const, 10_000],
  ['too many messages', () => ({ status: 429, headers: { 'retry-after': '60' } }), 61_000],
])('after %s the message comes later', async (_what, answer, wait) => {
  const key = await channel('slack');
  world.receiver.answer = answer;
  await major();
  await world.deliver();
  world.receiver.answer = () => ({ body: 'ok' });
  await world.deliver();
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1 })]);
  world.now += wait;
  await world.deliver();
  expect(await deliveries(key)).toEqual([expect.objectContaining({ state: 'delivered', attempts: 2 })]);
});

test('a group is told only of what it asked for, in its language, without comments and without links that decide', async () => {
  await channel('slack', { events: ['engagement-state', 'renewal-deadline'], locale: 'zh-CN' });
  await major();
  await world.happens('engagement.suspended', world.engagement, { state: 'SUSPENDED', reason: 'Mrs Li is ill' });
  await world.happens('agenda.notice-reminder', world.engagement, { deadline: '2027-01-31' });
  await world.deliver();

  const text = world.receiver.calls.map(({ body }) => body).join();
  expect(text).toContain('外包项目状态有变化');
  expect(text).toContain('2027-01-31');
  expect([text.includes('Mrs Li'), text.includes('重大事件'), /\/a\//.test(text)]).toEqual([false, false, false]);
});

test('address and secret of a group are never shown, and a test message reaches it', async () => {
  const key = await channel('feishu');
  await world.call('post', `/channels/${key}/test`).expect(202);
  await world.deliver();
  const read = await world.call('get', `/channels/${key}`).expect(200);
  const listed = await world.call('get', '/channels').expect(200);

  expect(world.receiver.calls[0]?.body).toContain('Test message from Tenure');
  expect(read.body).toMatchObject({ kind: 'feishu', isSigned: true, active: true, version: 1 });
  const rows = JSON.stringify([read.body, listed.body, await world.database.db('receivers')]);
  expect([rows.includes(SECRET), rows.includes('access_token')]).toEqual([false, false]);
  await world.call('delete', `/channels/${key}`).expect(204);
  await world.call('get', `/channels/${key}`).expect(404);
});

test('a channel is set as a whole by administrators, and only with what its kind knows', async () => {
  const body = { kind: 'slack', url: 'https://hooks.example.org/x', events: ['alarm-red'], locale: 'en' };
  const manager = await signedIn(world.database.db);
  await request(world.app)
    .put('/api/v1/channels/ops')
    .set({ authorization: manager.authorization })
    .send(body)
    .expect(403);
  for (const part of [{ secret: 'x' }, { kind: 'irc' }, { events: [] }, { url: 'https://10.0.0.1/' }, { locale: 'fr' }])
    await world.call('put', '/channels/ops', { ...body, ...part }).expect(422);
  await world.call('put', '/channels/ops', body).expect(201);
  const again = await world.call('put', '/channels/ops', { ...body, active: false }).expect(200);
  expect(again.body).toMatchObject({ active: false, version: 2, host: 'hooks.example.org' });
});
