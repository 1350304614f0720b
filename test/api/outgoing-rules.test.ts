import request from 'supertest';
import { MINUTE, ReceiverWorld } from './receiver-world';
import { signedIn } from './world';

let world: ReceiverWorld;
beforeAll(async () => {
  world = await ReceiverWorld.open();
});
beforeEach(async () => {
  await world.reset();
  await world.database.db('settings').delete();
});
afterAll(() => world.close());

const ELSEWHERE = 'https://hooks.elsewhere.example/in';
const refused = { status: 422, code: 'OUTGOING_NOT_ALLOWED', errors: [{ path: 'url' }] };
const group = { kind: 'slack', events: ['alarm-red'], locale: 'en' };

const allowOnly = (hosts: readonly string[] | null, ports: readonly number[] = [world.receiver.port]) =>
  world.call('put', '/settings/outgoing-rules', { hosts, ports }).expect(200);

test('as it ships any public host may be named', async () => {
  const { body } = await world.call('get', '/settings/outgoing-rules').expect(200);
  expect(body).toEqual({ hosts: null, ports: [443], version: 1, origin: 'shipped' });
  await world.webhook({ url: ELSEWHERE });
});

test('a webhook that leads elsewhere is neither added nor moved there', async () => {
  await allowOnly(['127.0.0.1', '*.example.org']);
  const { id } = await world.webhook();
  const [added, moved] = [
    await world.call('post', '/webhooks', { url: ELSEWHERE, events: ['*'] }),
    await world.call('patch', `/webhooks/${id}`, { url: ELSEWHERE }),
  ];

  expect([added.body, moved.body]).toMatchObject([refused, refused]);
  expect((await world.call('get', `/webhooks/${id}`)).body).toMatchObject({
    url: world.receiver.url('/in'),
    version: 1,
  });
});

test('a webhook that was switched off is switched on again only where its address is named', async () => {
  const { id } = await world.webhook();
  const set = (body: object) => world.call('patch', `/webhooks/${id}`, body);
  await set({ active: false }).expect(200);
  await allowOnly(['hooks.example.org']);
  expect((await set({ active: true })).body).toMatchObject(refused);
  await allowOnly(['127.0.0.1'], [8443]);
  expect((await set({ active: true, events: ['*'] })).body).toMatchObject(refused);
  await set({ events: ['*'] }).expect(200);
  expect((await world.call('get', `/webhooks/${id}`)).body).toMatchObject({ active: false });

  await allowOnly(['127.0.0.1']);
  await set({ active: true }).expect(200);
});

test('neither is a chat group, and one that leads elsewhere may still be switched off', async () => {
  const put = (active: boolean) => world.call('put', '/channels/team', { ...group, url: ELSEWHERE, active });
  await put(true).expect(201);
  await allowOnly(['127.0.0.1']);

  expect((await put(true)).body).toMatchObject(refused);
  await put(false).expect(200);
});

test('what was saved before and is no longer named is not called, says why, and goes out once it is named again', async () => {
  const { id } = await world.webhook();
  await allowOnly(['hooks.example.org']);
  await world.happens();
  await world.deliver();

  expect(world.receiver.calls).toEqual([]);
  const lastError = expect.stringMatching(/^OUTGOING_NOT_ALLOWED: /) as string;
  expect(await world.deliveries(id)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1, lastError })]);

  await allowOnly(['127.0.0.1']);
  world.now += MINUTE;
  await world.deliver();
  expect(world.receiver.calls).toHaveLength(1);
});

test('it is given up like any other after its last try, and administrators find it among those', async () => {
  const { id } = await world.webhook();
  await allowOnly([]);
  await world.happens();
  for (let tries = 0; tries < 20; tries += 1) {
    await world.deliver();
    world.now += 48 * 60 * MINUTE;
  }

  expect(world.receiver.calls).toEqual([]);
  expect(await world.deliveries(id, 'dead')).toHaveLength(1);
});

test('only administrators set whom messages may reach', async () => {
  const manager = await signedIn(world.database.db);
  const put = request(world.app).put('/api/v1/settings/outgoing-rules');
  await put.set({ authorization: manager.authorization }).send({ hosts: null }).expect(403);
});
