import type { Express } from 'express';
import request from 'supertest';
import { z } from 'zod';
import { apiRoutes } from '../../api/routes';
import { appOver, servicesOver, signedIn, type SignedIn } from './world';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
let app: Express;
let admin: SignedIn;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db);
  admin = await signedIn(database.db, { roles: ['admin'] });
});
afterAll(() => database.drop());

const newUser = (email: string) => ({
  email,
  name: 'Wang Fang',
  locale: 'zh-CN',
  timeZone: 'Asia/Shanghai',
  roles: ['manager'],
});
const post = (body: object | string, headers: Record<string, string> = {}) =>
  request(app)
    .post('/api/v1/users')
    .set({ authorization: admin.authorization, 'content-type': 'application/json', ...headers })
    .send(body);
const countUsers = async (): Promise<number> => (await database.db('users').select('id')).length;

test('a call without a token is refused with a problem document', async () => {
  const answer = await request(app).get('/api/v1/me');

  expect(answer.status).toBe(401);
  expect(answer.type).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
});

test('a field that is not there is said to be needed, whatever it would have been', async () => {
  const { status, body } = await post({ email: 'needed@example.com', timeZone: 'Asia/Shanghai' });

  expect(status).toBe(422);
  const { errors } = body as { errors: { path: string; message: string }[] };
  const missing = errors.filter(({ path }) => ['name', 'locale', 'roles'].includes(path));
  expect(missing.map(({ message }) => message)).toEqual(missing.map(() => 'is needed'));
  expect(missing.map(({ path }) => path)).toContain('name');
});

test('a person added by an administrator is in the very next answer', async () => {
  const added = await post(newUser('wang@example.com'));
  const read = await request(app)
    .get(added.headers['location'] ?? '')
    .set({ authorization: admin.authorization });

  expect(added.status).toBe(201);
  expect(read.body).toEqual(added.body);
});

test('only administrators add people', async () => {
  const manager = await signedIn(database.db);
  const before = await countUsers();

  const refused = await post(newUser('li@example.com'), { authorization: manager.authorization });
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('one of the roles admin') });
  expect(await countUsers()).toBe(before);
});

test('the same key and body have one effect, however many come at once', async () => {
  const before = await countUsers();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post(newUser('once@example.com'), { 'idempotency-key': 'k-1' })),
  );
  const again = await post(newUser('once@example.com'), { 'idempotency-key': 'k-1' });

  expect(await countUsers()).toBe(before + 1);
  expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect(again.status).toBe(201);
  expect(again.headers['idempotent-replay']).toBe('true');
});

test('a key that comes again with another body is refused', async () => {
  await post(newUser('first@example.com'), { 'idempotency-key': 'k-2' });

  expect((await post(newUser('second@example.com'), { 'idempotency-key': 'k-2' })).body).toMatchObject({
    status: 422,
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

test('an unknown field is refused and named', async () => {
  const answer = await post({ ...newUser('x@example.com'), isAdmin: true });

  expect(answer.status).toBe(422);
  expect(JSON.stringify(answer.body)).toContain('isAdmin');
});

test.each([
  ['broken JSON', '{"email":', 400, 'MALFORMED'],
  ['a body beyond the limit', JSON.stringify({ name: 'x'.repeat(300_000) }), 413, 'BODY_TOO_LARGE'],
  ['a NUL', JSON.stringify({ ...newUser('nul@example.com'), name: 'a\u0000b' }), 422, 'INVALID_FIELDS'],
  ['half a surrogate', JSON.stringify({ ...newUser('half@example.com'), name: '\ud800' }), 422, 'INVALID_FIELDS'],
  [
    'an address that hides a second one',
    JSON.stringify(newUser('a@example.com>\r\nBcc: b@example.com')),
    422,
    'INVALID_FIELDS',
  ],
])('%s is refused', async (_name, body, status, code) => {
  expect((await post(body)).body).toMatchObject({ status, code });
});

test('a body of another type is refused', async () => {
  expect((await post('email=a', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
});

test('a known path with another method answers 405, an unknown one 404', async () => {
  expect((await request(app).delete('/api/v1/users').set({ authorization: admin.authorization })).status).toBe(405);
  expect((await request(app).get('/api/v1/nothing').set({ authorization: admin.authorization })).body).toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a list pages through everybody once', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: { body: { items: { id: string }[]; next: string | null } } = await request(app)
      .get(`/api/v1/users?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      .set({ authorization: admin.authorization });
    seen.push(...answer.body.items.map(({ id }) => id));
    cursor = answer.body.next;
  }

  expect(seen.length).toBe(await countUsers());
  expect(new Set(seen).size).toBe(seen.length);
});

test('a cursor that no list returned is malformed', async () => {
  expect(
    (await request(app).get('/api/v1/users?cursor=nonsense').set({ authorization: admin.authorization })).body,
  ).toMatchObject({ status: 400, code: 'MALFORMED' });
});

test('the token of a person who has left opens nothing', async () => {
  const leaver = await signedIn(database.db);

  await request(app)
    .post(`/api/v1/users/${leaver.person.id}/deactivate`)
    .set({ authorization: admin.authorization })
    .send({});

  expect((await request(app).get('/api/v1/me').set({ authorization: leaver.authorization })).status).toBe(401);
});

describe('what a GET answers', () => {
  const answers = (): readonly (readonly [string, unknown])[] =>
    apiRoutes(servicesOver(database.db))
      .filter(({ method, answers: { 200: schema } }) => method === 'get' && schema)
      .map(({ path, answers: { 200: schema } }) => [path, z.toJSONSchema(schema!, { unrepresentable: 'any' })]);

  test('is never a bare array: a list is {items, next}', () => {
    const bare = answers().filter(([, schema]) => Type.parse(schema).type === 'array');
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test('has a cursor beside its items', () => {
    const lists = answers().flatMap(([path, schema]) => {
      const { properties = {} } = Type.parse(schema);
      return properties['items'] ? [[path, Object.keys(properties)] as const] : [];
    });
    expect(lists.length).toBeGreaterThan(30);
    const without = lists.filter(([, names]) => !names.includes('next')).map(([path]) => path);
    expect(without).toEqual(Object.keys(RECORDS));
  });
});
/** Records that have items of their own: what they are. */
const RECORDS = {
  '/settings/prohibited-activities': 'one version of the list, set as a whole',
  '/engagements/{id}/tender': 'what vendors are asked to deliver',
};
const Type = z.looseObject({ type: z.string().optional(), properties: z.record(z.string(), z.unknown()).optional() });

test('a person’s wish for a daily digest is kept, and starts as no', async () => {
  const patch = (body: object) =>
    request(app).patch(`/api/v1/users/${admin.person.id}`).set({ authorization: admin.authorization }).send(body);

  expect((await patch({})).body).toMatchObject({ digest: false });
  expect((await patch({ digest: true })).body).toMatchObject({ id: admin.person.id, digest: true });
  expect((await patch({ digest: 'daily' })).status).toBe(422);
  expect((await request(app).get('/api/v1/me').set({ authorization: admin.authorization })).body.digest).toBe(true);
});

test('own calendars are kept with a version, and plain time cannot be changed', async () => {
  const calendar = {
    timeZone: 'Europe/Berlin',
    weekly: { mon: [['09:00', '17:00']] },
    holidays: ['2026-12-25'],
    workdays: [],
  };
  const put = (key: string) =>
    request(app).put(`/api/v1/calendars/${key}`).set({ authorization: admin.authorization }).send(calendar);

  expect((await put('berlin')).body).toMatchObject({ version: 1 });
  expect((await put('berlin')).body).toMatchObject({ version: 2 });
  expect((await put('24x7')).status).toBe(409);
});

test('a vendor needs identifiers that check out', async () => {
  const vendor = (uscc: string) =>
    request(app).post('/api/v1/vendors').set({ authorization: admin.authorization }).send({ name: 'Shunda', uscc });

  expect((await vendor('91110000600037341L')).status).toBe(201);
  expect((await vendor('91110000600037341A')).body).toMatchObject({ status: 422, errors: [{ path: 'uscc' }] });
});

test('the last administrator cannot leave', async () => {
  await database.db('users').whereNot({ id: admin.person.id }).update({ roles: [] });
  const refused = await request(app)
    .post(`/api/v1/users/${admin.person.id}/deactivate`)
    .set({ authorization: admin.authorization })
    .send({});

  expect(refused.body).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  expect((await request(app).get('/api/v1/me').set({ authorization: admin.authorization })).status).toBe(200);
});
