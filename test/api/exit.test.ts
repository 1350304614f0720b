import { pino } from 'pino';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import type { Gateway, StartOptions } from '../../api/gateway';
import { exitRoutes } from '../../api/routes/exit';
import type { Services } from '../../api/services';
import { DomainError } from '../../domain/errors';
import { insertToken } from '../../db/stores/tokens';
import { anEngagement, aPerson } from '../activities/migration/parts';
import { testDatabase, type TestDatabase } from '../database';

let own: TestDatabase;
let app: ReturnType<typeof createApp>;
let base: string;
const started: StartOptions[] = [];
let whenStarted: (start: StartOptions) => Promise<void> = () => Promise.resolve();
const tokens = { owner: `tenure_${'a'.repeat(40)}`, second: `tenure_${'b'.repeat(40)}` };

const gateway: Gateway = {
  start: () => Promise.resolve(),
  startAndUpdate: async <T>(start: StartOptions) => {
    started.push(start);
    await whenStarted(start);
    return { runId: 'run' } as T;
  },
  update: () => Promise.reject(new Error('not used')),
  signal: () => Promise.resolve(),
  health: () => Promise.resolve({ temporal: true, worker: true }),
  inspect: () => Promise.reject(new Error('not used')),
};

beforeAll(async () => {
  own = await testDatabase();
  const { engagementId, personId } = await anEngagement(own.db);
  const now = Date.now();
  await insertToken(own.db, { id: uuidv7(), userId: personId, name: 't', secret: tokens.owner, expiresAt: null, now });
  await insertToken(own.db, {
    id: uuidv7(),
    userId: await aPerson(own.db),
    name: 't',
    secret: tokens.second,
    expiresAt: null,
    now,
  });
  const config = {
    publicUrl: 'http://localhost',
    secrets: ['k'.repeat(32)],
    smtpUrl: 'smtp://localhost',
    production: false,
    exitAllow: ['/exits', 'postgres://db/crm'],
  };
  const services = {
    config,
    db: own.db,
    gateway,
    log: pino({ level: 'silent' }),
    clock: Date.now,
  } as unknown as Services;
  app = createApp({ services, routes: exitRoutes(services) });
  base = `/api/v1/engagements/${engagementId}`;
});
afterAll(() => own.drop());

const call = (method: 'get' | 'put' | 'post', path: string, body?: object, token = tokens.owner) =>
  request(app)[method](`${base}${path}`).set('authorization', `Bearer ${token}`).send(body);

const dataset = (source: object, target: object = { kind: 'directory', path: '/exits/crm' }) => [
  { key: 'crm', title: 'CRM', personalData: true, source, target },
];
const database = { kind: 'postgres', url: 'postgres://reader:s3cret@db/crm', tables: ['people'] };

test('a password of a dataset is in no answer and survives being sent back masked', async () => {
  const put = await call('put', '/exit/datasets', dataset(database));
  const again = await call('put', '/exit/datasets', put.body as object);
  const read = await call('get', '/exit');

  expect([put.status, again.status, read.status]).toEqual([200, 200, 200]);
  expect(put.text + again.text + read.text).not.toContain('s3cret');
  const [row] = await own.db('datasets').where({ key: 'crm' });
  expect(row.source.url).toBe(database.url);
  expect(read.body.datasets[0]).toMatchObject({
    key: 'crm',
    state: 'inventoried',
    progress: { bytes: 0 },
    manifest: null,
  });
});

test.each([
  ['a directory outside the allowlist', { kind: 'directory', path: '/etc' }, 'LOCATION_NOT_ALLOWED'],
  ['a database outside the allowlist', { ...database, url: 'postgres://a@elsewhere/crm' }, 'LOCATION_NOT_ALLOWED'],
  [
    'a bucket outside the allowlist',
    { kind: 's3', endpoint: 'https://s3.example', bucket: 'exits', secretRef: 'env:S3' },
    'LOCATION_NOT_ALLOWED',
  ],
  ['a kind that does not exist', { kind: 'ftp' }, 'INVALID_FIELDS'],
])('%s is refused', async (_, source, code) => {
  const { status, body } = await call('put', '/exit/datasets', dataset(source));
  expect([status, body.code]).toEqual([422, code]);
});

test('a migration is started once the dataset is known, a drill beside it', async () => {
  await call('put', '/exit/datasets', dataset(database));
  expect((await call('post', '/exit/datasets/none/migrate', { mode: 'real' })).status).toBe(404);
  expect((await call('post', '/exit/datasets/crm/migrate', { mode: 'real' })).status).toBe(202);
  expect((await call('post', '/exit/datasets/crm/migrate', { mode: 'drill', sampleBp: 100 })).status).toBe(202);
  expect(started.map(({ id }) => id.replace(/.*-crm/, ''))).toEqual(['', expect.stringMatching(/^-drill-/)]);
});

test('a migration whose answer was lost is started once, and its repetition gets that answer', async () => {
  whenStarted = async ({ args: [input] }) => {
    const { runId } = input as { runId: string };
    await own.db('datasets').where({ key: 'crm' }).update({ state: 'migrating', run_id: runId });
    throw new DomainError('UNAVAILABLE', 'The engine was away.');
  };
  const key = uuidv7();
  const migrate = () => call('post', '/exit/datasets/crm/migrate', { mode: 'real' }).set('idempotency-key', key);
  const before = started.length;
  expect((await migrate()).status).toBe(503);
  const again = await migrate();

  expect([again.status, started.length - before]).toEqual([202, 1]);
  expect(again.body).toMatchObject({ runId: (started.at(-1)?.args[0] as { runId: string }).runId, mode: 'real' });
  whenStarted = () => Promise.resolve();
  await own.db('datasets').where({ key: 'crm' }).update({ state: 'inventoried', run_id: null });
});

test('a deletion is refused with every condition that is missing', async () => {
  const { status, body } = await call('post', '/exit/datasets/crm/delete', {});
  expect([status, body.code]).toEqual([422, 'DELETION_NOT_ALLOWED']);
  const errors: { path: string }[] = body.errors;
  expect(errors.map(({ path }) => path)).toEqual(['verified', 'acknowledged', 'settlement', 'waitingPeriod']);
});

test('a shorter waiting period counts only when a second person has confirmed it', async () => {
  const { body } = await call('post', '/exit/waivers', { days: 0, reason: 'nothing to wait for' });
  expect((await call('post', `/exit/waivers/${body.id}/confirm`, {})).status).toBe(403);
  expect((await call('get', '/exit')).body.waitingDays).toBe(30);
  expect((await call('post', `/exit/waivers/${body.id}/confirm`, {}, tokens.second)).status).toBe(200);
  expect((await call('get', '/exit')).body.waitingDays).toBe(0);
});

test('a settlement is computed: disputed charges wait, disputed deductions are taken', async () => {
  const line = (kind: string, amount: string, disputed = false) => ({
    kind,
    money: { amount, currency: 'CNY' },
    disputed,
  });
  const { status, body } = await call('put', '/settlement', {
    lines: [line('unpaid_invoice', '100.00'), line('milestone', '40.00', true), line('service_credit', '15.50', true)],
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    net: { amount: '124.50' },
    payable: { amount: '84.50' },
    disputedTotal: { amount: '55.50' },
  });
  expect((await call('get', '/settlement')).body).toEqual(body);
});
