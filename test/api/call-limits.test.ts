import type { Express } from 'express';
import request from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { callLimit } from '../../api/call-limit';
import { loadConfig } from '../../config';
import { insertToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import { Browser, MINUTE, NOW, SignInWorld, tokenOf } from './sign-in-world';

let world: SignInWorld;
let app: Express;
let person: Person;
beforeAll(async () => {
  world = await SignInWorld.open();
});
beforeEach(async () => {
  person = await world.begin();
  app = world.process({ limitCalls: callLimit({ perPerson: 8, perToken: 3 }) });
});
afterAll(() => world.database.drop());

const me = (secret: string) =>
  request(app)
    .get('/api/v1/me')
    .set({ authorization: `Bearer ${secret}` });

test('a token that calls too often waits for the next minute; another of the same person does not', async () => {
  const secret = `second-token-of-${person.id}`;
  const token = { id: uuidv7(), userId: person.id, name: 'second', secret, expiresAt: null, now: NOW };
  await insertToken(world.database.db, token);
  for (let call = 0; call < 3; call += 1) await me(tokenOf(person)).expect(200);
  world.now = NOW + 15_000;

  const refused = await me(tokenOf(person)).expect(429);

  expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', errors: [] });
  expect(refused.headers['retry-after']).toBe('45');
  await me(secret).expect(200);
  world.now = NOW + MINUTE;
  await me(tokenOf(person)).expect(200);
});

test('a person has one limit for pages and API over all their browsers, and keeps nobody else from theirs', async () => {
  const other = await world.hire();
  const [desk, phone, hers] = [new Browser(app), new Browser(app), new Browser(app)];
  for (const browser of [desk, phone]) expect((await browser.signIn(person)).status).toBe(303);
  expect((await hers.signIn(other)).status).toBe(303);
  const call = ({ cookie }: Browser) => request(app).get('/api/v1/me').set({ cookie });
  for (let turn = 0; turn < 4; turn += 1) {
    await desk.get('/inbox').expect(200);
    await call(phone).expect(200);
  }
  world.now = NOW + 30_000;

  const page = await phone.get('/inbox').expect(429);

  expect(page.headers['retry-after']).toBe('30');
  expect(page.type).toBe('text/html');
  await call(desk).expect(429);
  await hers.get('/inbox').expect(200);
  await me(tokenOf(person)).expect(200);
  world.now = NOW + MINUTE;
  await phone.get('/inbox').expect(200);
});

test('nobody is held back who calls as often as the settings let them', () => {
  const { calls } = loadConfig({}, '/nowhere');
  expect(calls).toEqual({ perPerson: 1_200, perToken: 30_000 });
  const count = callLimit(calls);
  const many = (tokenId: string | null, times: number) => () => {
    for (let call = 0; call < times; call += 1) count({ personId: 'p', tokenId }, NOW);
  };
  expect(many(null, 1_200)).not.toThrow();
  expect(many('t', 30_000)).not.toThrow();
  expect(many(null, 1)).toThrow('too many calls');
  expect(many('t', 1)).toThrow('too many calls');
});
