import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { until } from '../../bin/parts/processes';
import { anOpening } from '../builders';
import { office } from '../calendars';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

let database: TestDatabase;
let app: Express;
let admin: SignedIn;
let engagement: string;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db);
  admin = await signedIn(database.db, { roles: ['admin'] });
});
beforeEach(async () => {
  engagement = uuidv7();
  const body = anOpening({ ownerId: admin.person.id });
  await inTransaction(database.db, (trx) =>
    insertEngagement(trx, { id: engagement, body, criticality: 'general', now: Date.now() }),
  );
});
afterAll(() => database.drop());

interface Change {
  readonly method?: 'post' | 'put' | 'patch';
  readonly path: string;
  readonly body: object;
}

const read = (path: string) => request(app).get(`/api/v1${path}`).set({ authorization: admin.authorization });
const send = ({ method = 'patch', path, body }: Change, headers: Record<string, string> = {}) => {
  const call = request(app)[method](`/api/v1${path}`);
  return call.set({ authorization: admin.authorization, ...headers }).send(body);
};

interface Kept {
  /** Where the record is read, and how it is changed twice in different ways. */
  readonly path: string;
  readonly first: Change;
  readonly second: Change;
}

async function theNeeds(): Promise<Kept> {
  const path = `/engagements/${engagement}`;
  const change = (statement: string): Change => ({ path: `${path}/needs`, body: { statement } });
  return Promise.resolve({ path, first: change('Answer calls'), second: change('Answer mails') });
}

async function theContract(): Promise<Kept> {
  await database.db('engagements').where({ id: engagement }).update({ state: 'CONTRACTING' });
  const path = `/engagements/${engagement}/contract`;
  const change = (initialMonths: number): Change => ({ method: 'put', path, body: { clauses: [], initialMonths } });
  await send(change(6));
  return { path, first: change(12), second: change(24) };
}

async function aVendor(): Promise<Kept> {
  const added = await send({ method: 'post', path: '/vendors', body: { name: 'Shunda' } });
  const path = `/vendors/${(added.body as { id: string }).id}`;
  return { path, first: { path, body: { name: 'Shunda Two' } }, second: { path, body: { name: 'Shunda Three' } } };
}

async function certificates(): Promise<Kept> {
  const { path } = await aVendor();
  const change = (no: string): Change => ({
    method: 'put',
    path: `${path}/certificates`,
    body: [{ type: 'ISO 27001', no, validTo: '2027-01-31' }],
  });
  return { path, first: change('1'), second: change('2') };
}

async function aPerson(): Promise<Kept> {
  const { person } = await signedIn(database.db);
  const path = `/users/${person.id}`;
  return { path, first: { path, body: { name: 'Wang One' } }, second: { path, body: { name: 'Wang Two' } } };
}

async function aCalendar(): Promise<Kept> {
  const path = `/calendars/${`c-${uuidv7()}`.slice(0, 30)}`;
  const change = (day: string): Change => ({
    method: 'put',
    path,
    body: office({ holidays: [day] }),
  });
  await send(change('2027-01-01'));
  return { path, first: change('2027-01-04'), second: change('2027-01-05') };
}

async function aPolicy(): Promise<Kept> {
  const path = `/policies/p-${uuidv7().slice(-12)}`;
  const step = { key: 's1', title: 'Step', mode: 'any', assignees: [{ user: admin.person.id }] };
  const change = (title: string): Change => ({ method: 'put', path, body: { title, steps: [step] } });
  await send(change('First'));
  return { path, first: change('Second'), second: change('Third') };
}

describe.each([
  ['the needs', theNeeds],
  ['a contract', theContract],
  ['a vendor', aVendor],
  ['the certificates of a vendor', certificates],
  ['a person', aPerson],
  ['a calendar', aCalendar],
  ['a policy', aPolicy],
])('whoever changes %s', (_name, make) => {
  test('with the tag of what they read is served, and told the next tag', async () => {
    const { path, first, second } = await make();
    const seen = (await read(path)).headers['etag'] ?? '';

    const changed = await send(first, { 'if-match': seen });
    const again = await send(second, { 'if-match': `"v0", ${changed.headers['etag']}` });

    expect([changed.status, again.status]).toEqual([200, 200]);
    expect(changed.headers['etag']).not.toBe(seen);
    expect((await read(path)).headers['etag']).toBe(again.headers['etag']);
  });

  test('with the tag of an older version is refused, and nothing changes', async () => {
    const { path, first, second } = await make();
    const seen = (await read(path)).headers['etag'] ?? '';
    await send(first);
    const before = (await read(path)).body as unknown;

    const answer = await send(second, { 'if-match': seen });

    expect(answer.body).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
    expect((await read(path)).body).toEqual(before);
  });

  test('at the same moment as somebody else with the same tag: one of them wins', async () => {
    const { path, first, second } = await make();
    const seen = { 'if-match': (await read(path)).headers['etag'] ?? '' };

    const answers = await Promise.all([send(first, seen), send(second, seen)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('with a star or without any tag is served', async () => {
    const { first, second } = await make();

    expect((await send(first, { 'if-match': '*' })).status).toBe(200);
    expect((await send(second)).status).toBe(200);
  });
});

test('a contract that is not there yet has no version to be tied to', async () => {
  await database.db('engagements').where({ id: engagement }).update({ state: 'CONTRACTING' });
  const change = { method: 'put', path: `/engagements/${engagement}/contract`, body: { clauses: [] } } as const;

  expect((await send(change, { 'if-match': '*' })).status).toBe(412);
  expect((await send(change)).status).toBe(200);
});

test('who is changed while they leave has left', async () => {
  const { person } = await signedIn(database.db);
  const trx = await database.db.transaction();
  await trx('users').where({ id: person.id }).update({ active: false });
  const changed = send({ path: `/users/${person.id}`, body: { name: 'Wang' } }).then(({ body }) => body as unknown);
  const waiting = database
    .db('pg_stat_activity')
    .where({ wait_event_type: 'Lock' })
    .whereRaw('datname = current_database()');
  await until(async () => (await waiting.clone()).length > 0, { limitMs: 10_000, sentence: 'Nobody waits.' });
  await trx.commit();

  expect(await changed).toMatchObject({ name: 'Wang', active: false });
});

type Paths = Readonly<Record<string, Record<string, { parameters?: readonly { name: string; in: string }[] }>>>;

test('the OpenAPI document says where If-Match counts', async () => {
  const { body } = await read('/openapi.json');
  const { paths } = body as { paths: Paths };
  const headersOf = (path: string, method: string): readonly string[] =>
    (paths[path]?.[method]?.parameters ?? []).filter((one) => one.in === 'header').map(({ name }) => name);

  expect(headersOf('/engagements/{id}/needs', 'patch')).toEqual(['If-Match']);
  expect(headersOf('/engagements/{id}/contract', 'put')).toEqual(['If-Match']);
  for (const path of ['/vendors/{id}', '/users/{id}']) expect(headersOf(path, 'patch')).toEqual(['If-Match']);
  for (const path of ['/calendars/{key}', '/policies/{key}']) expect(headersOf(path, 'put')).toEqual(['If-Match']);
  expect(headersOf('/vendors/{id}', 'get')).toEqual([]);
});
