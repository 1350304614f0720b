import type { Express } from 'express';
import request from 'supertest';
import type { Reply, Route } from '../../api/route';
import { appOver, signedIn, type SignedIn } from './world';
import { testDatabase, type TestDatabase } from '../database';

const BEGIN = Date.parse('2026-03-02T09:00:00Z');
const LEASE_MS = 30_000;

let database: TestDatabase;
let app: Express;
let admin: SignedIn;
let now: number;
/** What a call does between its effect and its answer. */
let delay: (reply: Reply) => Promise<Reply>;

beforeAll(async () => {
  database = await testDatabase();
  admin = await signedIn(database.db, { roles: ['admin'] });
  const delayed = (route: Route): Route => ({ ...route, handle: async (call) => delay(await route.handle(call)) });
  app = appOver(database.db, () => now, delayed);
});
beforeEach(() => {
  now = BEGIN;
  delay = (reply) => Promise.resolve(reply);
});
afterAll(() => database.drop());

const add = (name: string, key: string) =>
  request(app)
    .post('/api/v1/users')
    .set({ authorization: admin.authorization, 'idempotency-key': key })
    .send({ email: `${name}@example.com`, name, locale: 'en', timeZone: 'UTC', roles: ['manager'] });

const effects = async (name: string) => ({
  people: (await database.db('users').where({ email: `${name}@example.com` })).length,
  events: (
    await database
      .db('audit_events')
      .where({ type: 'user.created' })
      .whereRaw(`payload::text like ?`, [`%${(await idOf(name)) ?? ''}%`])
  ).length,
});
const idOf = async (name: string): Promise<string | undefined> =>
  (
    await database
      .db('users')
      .where({ email: `${name}@example.com` })
      .first<{ id: string } | undefined>('id')
  )?.id;

/** A call that has had its effect and hangs before it answers, as a process does that is stopped there. */
function hang() {
  let resume = (): void => undefined;
  const resumed = new Promise<void>((resolve) => (resume = resolve));
  const reached = new Promise<void>((resolve) => {
    delay = async (reply) => {
      delay = (other) => Promise.resolve(other);
      resolve();
      await resumed;
      return reply;
    };
  });
  return { reached, resume: () => resume() };
}

test('a call that hangs keeps its key for thirty seconds, then the next one answers for both', async () => {
  const hanging = hang();
  const first = add('hanging', 'k-hanging').then((answer) => answer);
  await hanging.reached;

  now = BEGIN + LEASE_MS;
  expect((await add('hanging', 'k-hanging')).body).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
  now = BEGIN + LEASE_MS + 1;
  const second = await add('hanging', 'k-hanging');
  hanging.resume();
  const late = await first;
  const again = await add('hanging', 'k-hanging');

  expect(second.status).toBe(201);
  expect(second.headers['idempotent-replay']).toBeUndefined();
  for (const answer of [late, again]) {
    expect(answer.status).toBe(201);
    expect(answer.headers['idempotent-replay']).toBe('true');
    expect(answer.body).toEqual(second.body);
  }
  expect(await effects('hanging')).toEqual({ people: 1, events: 1 });
});

test('a call that comes back while the next one still runs is told so and changes nothing', async () => {
  const [hanging, first] = [hang(), add('both', 'k-both').then((answer) => answer)];
  await hanging.reached;
  now = BEGIN + LEASE_MS + 1;
  const [taking, second] = [hang(), add('both', 'k-both').then((answer) => answer)];
  await taking.reached;

  hanging.resume();
  expect((await first).body).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
  taking.resume();
  expect((await second).status).toBe(201);
  expect(await effects('both')).toEqual({ people: 1, events: 1 });
});
