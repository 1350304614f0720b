import type { Express } from 'express';
import pino from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { KEY_CALLS_PER_MINUTE } from '../../api/access-key';
import { createApp } from '../../api/app';
import { apiRoutes } from '../../api/routes';
import type { Route } from '../../api/route';
import type { Services } from '../../api/services';
import { insertEngagement } from '../../db/stores/engagements';
import { saveKpis } from '../../db/stores/kpis';
import { inTransaction } from '../../db/transaction';
import { SIGNAL_TYPES } from '../../domain/risk/record-schema';
import { KpiSet } from '../../domain/kpi/record-schema';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { noDocuments } from '../documents';
import { noRequests, signedIn, type SignedIn } from './world';

const NOW = Date.UTC(2026, 10, 24, 8);
let database: TestDatabase;
let services: Services;
let app: Express;
let routes: readonly Route[];
let owner: SignedIn;
let mine: string;
let other: string;
let now = NOW;

beforeAll(async () => {
  database = await testDatabase();
  const config = { publicUrl: '', secrets: ['k'.repeat(32)], smtpUrl: '', production: false, exitAllow: [] };
  const log = pino({ level: 'silent' });
  services = { config, db: database.db, gateway: noRequests, documents: noDocuments, log, clock: () => now };
  routes = apiRoutes(services);
  owner = await signedIn(database.db, { roles: ['finance'] });
  [mine, other] = [await anEngagement(), await anEngagement()];
});
beforeEach(() => {
  now = NOW;
  // The count of calls is the application's: every test begins at none.
  app = createApp({ services, routes });
});
afterAll(() => database.drop());

async function anEngagement(): Promise<string> {
  const id = uuidv7();
  const body = anOpening({ ownerId: owner.person.id });
  const [part] = [{ key: 'uptime', name: 'Uptime', unit: '%', direction: 'maximise', weightBp: 10_000 }];
  const kpis = KpiSet.parse([{ ...part, frequency: 'monthly', source: 'push', floor: 90, target: 99 }]);
  await inTransaction(database.db, async (trx) => {
    await insertEngagement(trx, { id, body, criticality: 'general', now: NOW });
    await saveKpis(trx, id, { kpis, contractVersion: 1 });
  });
  return id;
}

interface Made {
  readonly id: string;
  readonly key: string;
}
const asOwner = (method: 'get' | 'post' | 'delete', path: string, body?: object) =>
  request(app)[method](`/api/v1${path}`).set({ authorization: owner.authorization }).send(body);
async function make(scopes: readonly string[], part: object = {}): Promise<Made> {
  const body = { name: 'Monitoring', scopes, ...part };
  return (await asOwner('post', `/engagements/${mine}/keys`, body).expect(201)).body as Made;
}
const withKey = (key: string, method: Route['method'], path: string, body?: object) => {
  const agent = request(app);
  return agent[method](`/api/v1${path}`)
    .set({ authorization: `Bearer ${key}` })
    .send(body);
};

const VALUE = { period: '2026-10', value: 99.2 };
const valuesOf = (id: string): string => `/engagements/${id}/kpis/uptime/values`;
const SIGNAL = { type: SIGNAL_TYPES[0], severity: 3, observedOn: '2026-11-20', evidence: 'Two leads left' };

test('a key reports values of its engagement, and trail and value name the key', async () => {
  const { id, key } = await make(['kpi:write']);
  const reported = await withKey(key, 'post', valuesOf(mine), VALUE).expect(201);

  expect(key).toMatch(/^tnr_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
  expect(reported.body).toMatchObject({ value: 99.2, recordedBy: id });
  const trail = await database.db('audit_events').where({ actor_id: id }).select('type', 'channel');
  expect(trail).toEqual([{ type: 'kpi.value', channel: 'key' }]);
});

test('a key for signals records signals and no values; one that reads does neither', async () => {
  const signals = await make(['signals:write']);
  const reads = await make(['read']);
  await withKey(signals.key, 'post', `/engagements/${mine}/signals`, SIGNAL).expect(201);
  await withKey(signals.key, 'post', valuesOf(mine), VALUE).expect(403);
  await withKey(reads.key, 'post', valuesOf(mine), VALUE).expect(403);
  await withKey(reads.key, 'post', `/engagements/${mine}/signals`, SIGNAL).expect(403);
  const readable = ['', '/kpis', '/signals', '/scorecards', '/kpis/uptime/values?period=2026-10'];
  for (const path of readable) await withKey(reads.key, 'get', `/engagements/${mine}${path}`).expect(200);
});

test('nothing of another engagement opens, and it cannot be told from one that is not there', async () => {
  const { key } = await make(['read', 'kpi:write', 'signals:write']);
  const answers = [other, uuidv7()].map((id) => withKey(key, 'post', valuesOf(id), VALUE).expect(404));
  const [there, nowhere] = (await Promise.all(answers)).map(({ body }) => (body as { detail: string }).detail);

  expect(there).toBe(nowhere);
  await withKey(key, 'get', `/engagements/${other}`).expect(404);
  expect(await database.db('kpi_values').where({ engagement_id: other })).toEqual([]);
});

test('every route but those a key is for refuses it, whatever its scopes', async () => {
  const { key } = await make(['read', 'kpi:write', 'signals:write']);
  const closed = routes.filter(({ access, keyScope }) => access !== 'public' && !keyScope);
  const before = await database.db('audit_events').count();
  const answers: unknown[] = [];
  for (const [turn, { method, path }] of closed.entries()) {
    // A minute more for every so many calls, so that the limit of the key says nothing here.
    now = NOW + Math.floor(turn / 100) * 60_000;
    const filled = path.replace('{id}', mine).replace(/\{\w+\}/g, uuidv7());
    const { status } = await withKey(key, method, filled, {});
    if (status !== 403) answers.push([method, path, status]);
  }

  expect(closed.length).toBeGreaterThan(200);
  expect(answers).toEqual([]);
  expect(await database.db('audit_events').count()).toEqual(before);
});

test('the routes that a key is for are these', () => {
  const open = routes.flatMap(({ method, path, keyScope }) => (keyScope ? [`${keyScope}: ${method} ${path}`] : []));
  expect(open.sort()).toEqual([
    'kpi:write: post /engagements/{id}/kpis/values/import',
    'kpi:write: post /engagements/{id}/kpis/{key}/evidence',
    'kpi:write: post /engagements/{id}/kpis/{key}/values',
    'read: get /engagements/{id}',
    'read: get /engagements/{id}/event-risk',
    'read: get /engagements/{id}/kpis',
    'read: get /engagements/{id}/kpis/{key}/evidence',
    'read: get /engagements/{id}/kpis/{key}/evidence/{fileId}/content',
    'read: get /engagements/{id}/kpis/{key}/values',
    'read: get /engagements/{id}/scorecards',
    'read: get /engagements/{id}/scorecards/{period}',
    'read: get /engagements/{id}/signals',
    'signals:write: post /engagements/{id}/signals',
  ]);
});

test('a key is listed without its secret, which the database does not know either, and with its last use', async () => {
  const { id, key } = await make(['read']);
  await withKey(key, 'get', `/engagements/${mine}`).expect(200);
  const { body } = await asOwner('get', `/engagements/${mine}/keys?limit=200`).expect(200);
  const listed = (body as { items: { id: string; lastUsedAt: string }[] }).items.find((one) => one.id === id);

  expect(listed).toMatchObject({ name: 'Monitoring', scopes: ['read'], lastUsedAt: new Date(NOW).toISOString() });
  const secret = key.split('_').slice(2).join('_');
  const rows = JSON.stringify([body, await database.db('access_keys'), await database.db('audit_events')]);
  expect(rows.includes(secret)).toBe(false);
});

test.each([
  ['revoked', ({ id }: Made) => asOwner('delete', `/engagements/${mine}/keys/${id}`).expect(204)],
  ['expired', () => Promise.resolve((now = NOW + 7_200_000))],
])('a key that is %s opens nothing', async (_how, end) => {
  const made = await make(['read'], { expiresAt: new Date(NOW + 3_600_000).toISOString() });
  await withKey(made.key, 'get', `/engagements/${mine}`).expect(200);
  await end(made);
  await withKey(made.key, 'get', `/engagements/${mine}`).expect(401);
});

test.each([
  ['another secret', (key: string) => key.slice(0, -4) + (key.endsWith('AAAA') ? 'BBBB' : 'AAAA')],
  ['another id', (key: string) => key.replace(/^tnr_.{32}/, `tnr_${uuidv7().replaceAll('-', '')}`)],
  ['a form that no key has', () => 'tnr_nonsense'],
])('%s opens nothing', async (_what, changed) => {
  const { key } = await make(['read']);
  await withKey(changed(key), 'get', `/engagements/${mine}`).expect(401);
});

test('a key that calls too often waits for the next minute, and no other key with it', async () => {
  const [eager, calm] = [await make(['read']), await make(['read'])];
  for (let turn = 0; turn < KEY_CALLS_PER_MINUTE; turn += 1)
    await withKey(eager.key, 'get', `/engagements/${mine}/kpis`).expect(200);
  now = NOW + 20_000;
  const refused = await withKey(eager.key, 'get', `/engagements/${mine}/kpis`).expect(429);

  expect(refused.headers['retry-after']).toBe('40');
  await withKey(calm.key, 'get', `/engagements/${mine}/kpis`).expect(200);
  now = NOW + 60_000;
  await withKey(eager.key, 'get', `/engagements/${mine}/kpis`).expect(200);
});

test('keys are made by who answers for the engagement, with scopes that exist and a date to come', async () => {
  const colleague = await signedIn(database.db, { roles: ['manager'] });
  const body = { name: 'x', scopes: ['read'] };
  await request(app)
    .post(`/api/v1/engagements/${mine}/keys`)
    .set({ authorization: colleague.authorization })
    .send(body)
    .expect(403);
  for (const part of [
    { scopes: [] },
    { scopes: ['write'] },
    { scopes: ['read', 'read'] },
    { expiresAt: '2020-01-01T00:00:00Z' },
  ])
    await asOwner('post', `/engagements/${mine}/keys`, { ...body, ...part }).expect(422);
  await asOwner('delete', `/engagements/${mine}/keys/${uuidv7()}`).expect(404);
});
