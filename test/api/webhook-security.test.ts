import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { Webhook } from 'standardwebhooks';
import { createSealer } from '../../db/sealed';
import { type Made, MINUTE, ReceiverWorld, ROOT } from './receiver-world';
import { signedIn } from './world';

let world: ReceiverWorld;
beforeAll(async () => {
  world = await ReceiverWorld.open();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

test('the key is told once, and neither it nor the address stands in the database as it is', async () => {
  const { id, secret } = await world.webhook({ url: world.receiver.url('/secret-path') });
  const read = await world.call('get', `/webhooks/${id}`).expect(200);
  const listed = await world.call('get', '/webhooks').expect(200);

  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(JSON.stringify([read.body, listed.body])).not.toContain('whsec_');
  const rows = JSON.stringify([await world.database.db('receivers'), await world.database.db('audit_events')]);
  expect([rows.includes(secret), rows.includes('secret-path')]).toEqual([false, false]);
});

test('during a rotation calls carry the signatures of both keys, afterwards of the new one alone', async () => {
  const { id, secret: before } = await world.webhook();
  const turned = await world.call('post', `/webhooks/${id}/rotate`, { overlapHours: 1 }).expect(200);
  const { secret: after } = turned.body as Made;
  await world.happens();
  await world.deliver();
  world.now += 61 * MINUTE;
  await world.happens();
  await world.deliver();

  const verifies = (secret: string, index: number): boolean => {
    const sent = world.receiver.calls[index]!;
    const [id = '', at = ''] = ['webhook-id', 'webhook-timestamp'].map((name) => String(sent.headers[name]));
    const expected = new Webhook(secret).sign(id, new Date(Number(at) * 1_000), sent.body);
    return String(sent.headers['webhook-signature']).split(' ').includes(expected);
  };
  expect([verifies(before, 0), verifies(after, 0)]).toEqual([true, true]);
  expect([verifies(before, 1), verifies(after, 1)]).toEqual([false, true]);
});

test('a name that comes to point inside is not called, however it pointed when it was saved', async () => {
  const { id } = await world.webhook({ url: `https://hooks.example.org:${world.receiver.port}/in` });
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254', '::1']) {
    const resolve = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
      done(null, [
        { address: '93.184.216.34', family: 4 },
        { address, family: address.includes(':') ? 6 : 4 },
      ])) as never;
    await world.happens();
    await world.deliver(world.courierOver({ resolve, reach: { allow: [], tlsOnly: true } }));
    world.now += MINUTE;
  }

  expect(world.receiver.calls).toEqual([]);
  expect((await world.deliveries(id)).map(({ lastError }) => lastError)).toEqual(
    Array(4).fill('The address points to an address that is not public.'),
  );
});

test('an address that the configuration no longer allows is refused when it is called', async () => {
  const { id } = await world.webhook();
  await world.happens();
  await world.deliver(world.courierOver({ reach: { allow: [], tlsOnly: false } }));

  expect(world.receiver.calls).toEqual([]);
  expect(await world.deliveries(id)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 1 })]);
});

test('after a change of the root key everything is sealed anew, so that the older key can go', async () => {
  await world.webhook();
  const newer = 'n'.repeat(32);
  await world.courierOver({}, [newer, ROOT]).reseal();
  await world.happens();
  await world.deliver(world.courierOver({}, [newer]));

  expect(world.receiver.calls).toHaveLength(1);
});

test('a receiver whose root key is gone gets nothing and says why, and the others get theirs', async () => {
  const [lost, other] = [await world.webhook(), await world.webhook()];
  const { seal } = createSealer(['gone'.repeat(8)]);
  await world.database.db('receivers').where({ id: lost.id }).update({ url: seal('https://example.org/'), secret: seal('x') }); // prettier-ignore
  await world.happens();
  const courier = world.courierOver();
  await courier.reseal();
  await world.deliver(courier);

  expect(world.receiver.calls).toHaveLength(1);
  expect(await world.deliveries(other.id)).toEqual([expect.objectContaining({ state: 'delivered' })]);
  const lastError = expect.stringContaining('TENURE_SECRET no longer names') as string;
  expect(await world.deliveries(lost.id)).toEqual([expect.objectContaining({ state: 'waiting', lastError })]);
  const { body } = await world.call('get', `/webhooks/${lost.id}`).expect(200);
  expect(body).toMatchObject({ url: null, active: true });
  await world.call('patch', `/webhooks/${lost.id}`, { url: world.receiver.url('/in') }).expect(200);
});

test.each([
  [{ url: 'https://127.0.0.2/', events: ['*'] }, 'url'],
  [{ url: 'http://example.org/', events: ['*'] }, 'url'],
  [{ url: 'https://example.org/', events: [] }, 'events'],
  [{ url: 'https://example.org/', events: ['Incident'] }, 'events.0'],
  [{ url: 'https://example.org/', events: ['*'], engagementId: uuidv7() }, 'engagementId'],
])('%j is refused', async (body, path) => {
  const answer = await world.call('post', '/webhooks', body);
  expect(answer.body).toMatchObject({ status: 422, errors: [{ path }] });
});

test('only administrators see and change webhooks', async () => {
  const manager = await signedIn(world.database.db);
  const { id } = await world.webhook();
  for (const [method, path] of [
    ['get', '/webhooks'],
    ['post', '/webhooks'],
    ['get', `/webhooks/${id}`],
    ['delete', `/webhooks/${id}`],
    ['get', `/webhooks/${id}/deliveries`],
  ] as const)
    await request(world.app)[method](`/api/v1${path}`).set({ authorization: manager.authorization }).expect(403);
});
