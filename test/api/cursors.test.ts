import request from 'supertest';
import { z } from 'zod';
import { apiRoutes } from '../../api/routes';
import { ServiceWorld } from './service-world';
import { servicesOver, signedIn, type SignedIn } from './world';

let world: ServiceWorld;
let admin: SignedIn;
beforeAll(async () => {
  world = await ServiceWorld.open();
  await world.begin();
  admin = await signedIn(world.database.db, { roles: ['admin'] });
});
afterAll(() => world.close());

const PAGED = z.looseObject({ shape: z.looseObject({ cursor: z.unknown().refine((one) => one !== undefined) }) });

/** Parts that no list of ours puts into a cursor, whatever its order is. */
const FORGED = [['x'], ['x', 'y'], [1.5], [null], [{}], 'x', { id: 'x' }];

test('every list refuses a cursor that no list returned', async () => {
  const lists = apiRoutes(servicesOver(world.database.db)).filter(
    ({ method, query }) => method === 'get' && PAGED.safeParse(query).success,
  );
  expect(lists.length).toBeGreaterThan(20);
  const answers: string[] = [];
  for (const { path } of lists)
    for (const forged of FORGED) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      const url = `/api/v1${path.replace('{id}', world.id)}`;
      const call = request(world.app).get(url).query({ cursor });
      const { status } = await call.set('authorization', admin.authorization);
      answers.push(`${path} ${JSON.stringify(forged)} ${status}`);
    }
  expect(answers.filter((answer) => !/ 40[04]$/.test(answer))).toEqual([]);
});
