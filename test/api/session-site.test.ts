import request from 'supertest';
import { insertSession } from '../../db/stores/sessions';
import { type TestDatabase, testDatabase } from '../database';
import { appOver, signedIn } from './world';

let database: TestDatabase;
let app: ReturnType<typeof appOver>;
let cookie: string;
let authorization: string;

beforeAll(async () => {
  database = await testDatabase();
  app = appOver(database.db);
  const admin = await signedIn(database.db, { roles: ['admin'] });
  authorization = admin.authorization;
  const secret = 's'.repeat(43);
  await insertSession(database.db, {
    secret,
    userId: admin.person.id,
    now: Date.now(),
  });
  cookie = `tenure_session=${secret}`;
});
afterAll(() => database.drop());

let count = 0;
const add = (headers: Readonly<Record<string, string>>) =>
  request(app)
    .post('/api/v1/users')
    .set(headers)
    .send({ email: `p${(count += 1)}@acme.test`, name: 'P', locale: 'en', timeZone: 'UTC', roles: ['manager'] });
const people = async (): Promise<number> => (await database.db('users').select('id')).length;

test.each([
  ['a neighbour of the same site', { 'sec-fetch-site': 'same-site' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another origin, by an old browser', { origin: 'https://evil.example' }],
  ['an old browser that does not say for whom', { origin: 'null' }],
])('a session changes nothing where %s sends it along', async (_who, headers) => {
  const before = await people();
  const answer = await add({ ...headers, cookie }).expect(403);
  expect(answer.body.code).toBe('FORM_REFUSED');
  expect(await people()).toBe(before);
});

test('a session may be used by our own pages, and reads may be asked for from anywhere', async () => {
  await add({ 'sec-fetch-site': 'same-origin', cookie }).expect(201);
  await request(app).get('/api/v1/users').set({ 'sec-fetch-site': 'cross-site', cookie }).expect(200);
});

test('a token is sent on purpose, wherever the call comes from', async () => {
  await add({ 'sec-fetch-site': 'cross-site', authorization }).expect(201);
});
