import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { z } from 'zod';
import { apiRoutes } from '../../api/routes';
import { ServiceWorld } from './service-world';
import { servicesOver, signedIn, type SignedIn } from './world';

let world: ServiceWorld;
let admin: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  admin = await signedIn(world.database.db, { roles: ['admin'] });
});
afterAll(() => world.close());

const VERSIONED = z.looseObject({ shape: z.looseObject({ version: z.unknown().refine((one) => one !== undefined) }) });

const get = (path: string, query: object) =>
  request(world.app)
    .get(`/api/v1${path.replace('{id}', randomUUID()).replace(/\{\w+\}/g, 'gate-contract')}`)
    .query(query)
    .set('authorization', admin.authorization);

test('a version that none can be is refused by every route that takes one, not looked for', async () => {
  const versioned = apiRoutes(servicesOver(world.database.db)).filter(
    ({ method, query }) => method === 'get' && VERSIONED.safeParse(query).success,
  );
  expect(versioned.length).toBeGreaterThan(15);
  const answers: string[] = [];
  for (const { path } of versioned) answers.push(`${path} ${(await get(path, { version: 99_999_999_999 })).status}`);

  expect(answers.filter((answer) => !/ 40[04]$/.test(answer))).toEqual([]);
});

test('versions to compare are bounded alike', async () => {
  const { status, body } = await get('/policies/{key}/diff', { from: 1, to: 99_999_999_999 });

  expect({ status, body }).toMatchObject({ status: 400, body: { code: 'MALFORMED', errors: [{ path: 'to' }] } });
});
