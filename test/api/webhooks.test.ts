import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { Webhook } from 'standardwebhooks';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { WebhookPayload } from '../../domain/events/event-schema';
import type { DeliveryView } from '../../domain/events/receiver-schema';
import { RETRY_WAITS } from '../../domain/events/retry';
import { MINUTE, ReceiverWorld } from './receiver-world';

let world: ReceiverWorld;
beforeAll(async () => {
  world = await ReceiverWorld.open();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

test('an event of the trail reaches who asked for it, signed, in the published form, without free text', async () => {
  const { id, secret } = await world.webhook();
  await world.happens('incident.recorded', world.engagement, { severity: 'major', title: 'Calls of Mrs Li were lost' });
  await world.deliver();

  const [sent] = world.receiver.calls;
  const verified = new Webhook(secret).verify(sent!.body, sent!.headers as Record<string, string>);
  expect(WebhookPayload.parse(verified)).toMatchObject({
    type: 'incident.recorded',
    data: { engagementId: world.engagement, actorId: world.admin.person.id, facts: { severity: 'major' } },
  });
  expect(sent!.body).not.toContain('Mrs Li');
  expect(await world.deliveries(id)).toEqual([
    expect.objectContaining({ state: 'delivered', attempts: 1, lastStatus: 200 }),
  ]);
});

test('only what was asked for goes out: other types, other engagements and what was rolled back do not', async () => {
  const other = await world.anEngagement();
  await world.webhook({ engagementId: world.engagement });
  await world.happens('incident.recorded', other);
  await world.happens('kpi.value');
  await inTransaction(world.database.db, async (trx) => {
    const entry = { key: uuidv7(), at: world.now, type: 'incident.closed', channel: 'api' as const };
    await appendAudit(trx, engagementStream(world.engagement), [entry]);
    throw new Error('rolled back');
  }).catch(() => undefined);
  await world.happens('incident.changed');
  await world.deliver();

  expect(world.receiver.calls.map(({ body }) => (JSON.parse(body) as WebhookPayload).type)).toEqual([
    'incident.changed',
  ]);
});

test('a webhook that is switched off is sent nothing, also not later what happened meanwhile', async () => {
  const { id } = await world.webhook({ events: ['*'] });
  await world.call('patch', `/webhooks/${id}`, { active: false }).expect(200);
  await world.happens();
  await world.deliver();
  await world.call('patch', `/webhooks/${id}`, { active: true }).expect(200);
  await world.deliver();

  expect(world.receiver.calls.filter(({ body }) => body.includes('incident.recorded'))).toEqual([]);
});

test('what fails is tried again with the same id after growing waits, is dead in the end, and can be sent once more', async () => {
  const { id } = await world.webhook();
  world.receiver.answer = () => ({ status: 500 });
  await world.happens();
  await world.deliver();
  expect(await world.deliveries(id)).toEqual([
    expect.objectContaining({
      state: 'waiting',
      attempts: 1,
      lastStatus: 500,
      nextAt: new Date(world.now + 5_000).toISOString(),
    }),
  ]);
  await world.deliver();
  expect(world.receiver.calls).toHaveLength(1);
  for (const wait of RETRY_WAITS) {
    world.now += wait;
    await world.deliver();
  }

  const [dead] = await world.deliveries(id, 'dead');
  expect(dead).toMatchObject({
    attempts: RETRY_WAITS.length + 1,
    lastError: 'The receiver answered 500.',
    nextAt: null,
  });
  expect(new Set(world.idsSent()).size).toBe(1);
  const metrics = await request(world.app).get('/metrics');
  expect(metrics.text).toContain('tenure_deliveries{kind="webhook",state="dead"} 1');

  world.receiver.reset();
  world.now = Date.now() + 1_000;
  await world.call('post', `/webhooks/deliveries/${dead!.id}/redeliver`).expect(202);
  await world.deliver();
  expect(await world.deliveries(id)).toEqual([expect.objectContaining({ state: 'delivered', attempts: 1 })]);
  expect(world.idsSent()).toEqual([dead!.eventId]);
});

test('a receiver that is gone (410) is switched off, and what waited for it is dead', async () => {
  const { id } = await world.webhook();
  world.receiver.answer = () => ({ status: 410 });
  await world.happens();
  await world.happens();
  await world.deliver();
  await world.happens();
  await world.deliver();

  expect((await world.call('get', `/webhooks/${id}`)).body).toMatchObject({ active: false, offReason: 'gone' });
  expect((await world.deliveries(id)).map(({ state }) => state)).toEqual(['dead', 'dead']);
  expect((await world.call('patch', `/webhooks/${id}`, { active: true })).body).toMatchObject({
    active: true,
    offReason: null,
  });
});

test('a receiver that asks for time (429) is left in peace for it', async () => {
  const { id } = await world.webhook();
  world.receiver.answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
  await world.happens();
  await world.deliver();
  await world.happens();
  world.now += 9 * MINUTE;
  await world.deliver();
  expect(world.receiver.calls).toHaveLength(1);

  world.receiver.reset();
  world.now += 2 * MINUTE;
  await world.deliver();
  expect((await world.deliveries(id)).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});

test('a redirect is a failure and is not followed', async () => {
  const { id } = await world.webhook();
  world.receiver.answer = () => ({ status: 302, headers: { location: world.receiver.url('/elsewhere') } });
  await world.happens();
  await world.deliver();

  expect(world.receiver.calls.map(({ path }) => path)).toEqual(['/in']);
  expect(await world.deliveries(id)).toEqual([expect.objectContaining({ state: 'waiting', lastStatus: 302 })]);
});

test('a receiver that never answers fails in time and delays no other; a long answer is not read to its end', async () => {
  const slow = await world.webhook({ url: world.receiver.url('/slow') });
  const quick = await world.webhook({ url: world.receiver.url('/quick') });
  world.receiver.answer = ({ path }) => (path === '/slow' ? 'hang' : { body: 'x'.repeat(1_000_000) });
  await world.happens();
  const courier = world.courierOver();
  await courier.round();
  await courier.rest(10_000);
  expect((await world.deliveries(quick.id))[0]).toMatchObject({ state: 'delivered' });
  expect((await world.deliveries(slow.id))[0]).toMatchObject({ state: 'waiting', lastStatus: null });
  await courier.settled();
  expect((await world.deliveries(slow.id))[0]).toMatchObject({ state: 'waiting', lastError: 'No answer in time.' });
});

test('two couriers at once send every event once', async () => {
  const { id } = await world.webhook();
  for (let turn = 0; turn < 20; turn += 1) await world.happens();
  await Promise.all([world.deliver(), world.deliver(), world.deliver()]);

  expect(world.idsSent()).toHaveLength(20);
  expect(new Set(world.idsSent()).size).toBe(20);
  expect((await world.deliveries(id, 'delivered')).length).toBe(20);
});

test('a test event arrives with an id of its own', async () => {
  const { id } = await world.webhook({ events: ['kpi.value'] });
  const { deliveryId } = (await world.call('post', `/webhooks/${id}/test`).expect(202)).body as { deliveryId: string };
  await world.deliver();

  expect(world.idsSent()).toEqual([`test:${deliveryId}`]);
  expect(WebhookPayload.parse(JSON.parse(world.receiver.calls[0]!.body))).toMatchObject({ type: 'webhook.test' });
});

test('a removed webhook is sent nothing more, and the trail remembers it', async () => {
  const { id } = await world.webhook();
  await world.happens();
  await world.call('delete', `/webhooks/${id}`).expect(204);
  await world.deliver();

  expect(world.receiver.calls).toEqual([]);
  await world.call('get', `/webhooks/${id}`).expect(404);
  const kept = await world.database
    .db('audit_events')
    .where({ type: 'webhook.removed' })
    .whereRaw(`payload->>'webhookId' = ?`, id);
  expect(kept).toHaveLength(1);
});

test('deliveries come in pages, each once; a cursor that no list returned is malformed', async () => {
  const { id } = await world.webhook();
  for (let turn = 0; turn < 5; turn += 1) await world.happens();
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: { items: DeliveryView[]; next: string | null } } = await world.call(
      'get',
      `/webhooks/${id}/deliveries?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...body.items.map((one) => one.eventId));
    cursor = body.next;
  }
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
  const forged = Buffer.from('["x","y"]').toString('base64url');
  await world.call('get', `/webhooks/${id}/deliveries?cursor=${forged}`).expect(400);
});
