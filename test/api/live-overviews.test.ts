import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { LiveHub } from '../../api/live/hub';
import { streamVersions } from '../../api/live/stream';
import { type Subject, subjectKey, versionsOf } from '../../db/read/live';
import { appendAudit, engagementStream, MASTER_STREAM } from '../../db/stores/audit';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { aVendor } from '../builders';
import { browser, HOTLINE, LI, type PageWorld, SUPPLIER, Visitor } from './page-world';
import { readPages } from './read-pages';

const NOW = Date.UTC(2026, 10, 24, 8);
const vendor = aVendor({ ownerId: LI.id, name: 'Nord' });

let world: PageWorld;
let li: Visitor;
beforeAll(async () => {
  world = await readPages(NOW);
  li = await Visitor.of(world);
  await inTransaction(world.database.db, (trx) => insertVendor(trx, vendor, NOW));
  await world.database.db('engagements').where({ id: HOTLINE }).update({ state: 'IN_SERVICE', vendor_id: vendor.id });
});
beforeEach(() => li.as('manager'));
afterAll(() => world.database.drop());

const db = () => world.database.db;
const version = async (subject: Subject) => (await versionsOf(db(), [subject])).get(subjectKey(subject)) ?? '';
const told = async (path: string) =>
  /data-live="([^"]+)" data-version="([^"]*)"/.exec((await li.get(path).expect(200)).text)?.slice(1);
const happen = (stream: string) =>
  inTransaction(db(), (trx) =>
    appendAudit(trx, stream, [{ key: uuidv7(), at: NOW, type: 'tested', channel: 'system', payload: {} }]),
  );

test('an open portfolio is told of what colours it, and only those who see it are', async () => {
  const subject = { kind: 'portfolio', id: 'all' } as const;
  let last = await version(subject);
  expect(await told('/portfolio')).toEqual(['/live/portfolio', last]);
  await happen(MASTER_STREAM);
  expect(await version(subject)).toBe(last);
  for (const change of [
    () => db()('engagements').where({ id: HOTLINE }).update({ health: 'red' }),
    () => db()('alarms').insert({ id: uuidv7(), engagement_id: HOTLINE, rule: 'SILENCE', subject: 's', severity: 'red', state: 'open', evidence: '{}', ack_due_at: new Date(NOW), opened_at: new Date(NOW), updated_at: new Date(NOW) }), // prettier-ignore
    () => db()('alarms').update({ state: 'closed' }),
  ]) {
    await change();
    const next = await version(subject);
    expect(next).not.toBe(last);
    last = next;
  }
  await li.as('legal');
  await li.get('/live/portfolio').expect(403);
});

test('an open vendor is told of its record and of what its engagements do', async () => {
  const subject = { kind: 'vendor', id: vendor.id } as const;
  let last = await version(subject);
  expect(await told(`/vendors/${vendor.id}`)).toEqual([`/live/vendors/${vendor.id}`, last]);
  for (const stream of [MASTER_STREAM, engagementStream(HOTLINE)]) {
    await happen(stream);
    const next = await version(subject);
    expect(next).not.toBe(last);
    last = next;
  }
  await happen(engagementStream(uuidv7()));
  expect(await version(subject)).toBe(last);
});

test('whoever may not see a page may not listen either', async () => {
  const supplier = await browser(world).signIn(SUPPLIER);
  for (const path of ['/live/portfolio', '/live/home', `/live/vendors/${vendor.id}`]) {
    await browser(world).get(path, supplier).expect(403);
    expect((await browser(world).get(path)).headers['location']).toMatch(/^\/sign-in/);
  }
  await li.get(`/live/vendors/${uuidv7()}`).expect(404);
});

test('what is made of all engagements is told of ten seconds apart at most, and nothing is lost meanwhile', async () => {
  let tell: (version: string) => void = () => undefined;
  const hub = { watch: (_of: Subject, listener: typeof tell) => ((tell = listener), () => undefined) };
  const stream = { hub: hub as unknown as LiveHub, db: db(), ending: new AbortController().signal };
  const app = express().get('/', (_req, res) => streamVersions(stream, { kind: 'portfolio', id: 'all' }, res));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const controller = new AbortController();
  const { port } = server.address() as AddressInfo;
  const { body } = await fetch(`http://127.0.0.1:${port}/`, { signal: controller.signal });
  const reader = body!.getReader();
  const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
  await next();

  const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
  tell('first');
  expect(await next()).toBe('data: first\n\n');
  tell('second');
  clock.mockReturnValue(NOW + 9_999);
  tell('third');
  clock.mockReturnValue(NOW + 10_000);
  tell('third');
  expect(await next()).toBe('data: third\n\n');
  clock.mockRestore();
  controller.abort();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
