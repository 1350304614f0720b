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
  await world.begin();
  admin = await signedIn(world.database.db, { roles: ['admin'] });
});
afterAll(() => world.close());

const PAGED = z.looseObject({ shape: z.looseObject({ cursor: z.unknown().refine((one) => one !== undefined) }) });

/** Parts that no list of ours puts into a cursor, whatever its order is. */
const FORGED = [['x'], ['x', 'y'], [1.5], [null], [{}], 'x', { id: 'x' }];
/** Of the right kind for some lists, and still nothing that the database could compare with. */
const OUT_OF_BOUNDS = [
  ...[[-1], [99_999_999_999]],
  ...['0000-01-01T00:00:00Z', '2026-01-01T00:00:00+23:59'].map((at) => [at, randomUUID()]),
];

async function answersTo(cursors: readonly unknown[]): Promise<readonly string[]> {
  const lists = apiRoutes(servicesOver(world.database.db)).filter(
    ({ method, query }) => method === 'get' && PAGED.safeParse(query).success,
  );
  expect(lists.length).toBeGreaterThan(20);
  const answers: string[] = [];
  for (const { path } of lists)
    for (const forged of cursors) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      const url = `/api/v1${path.replace('{id}', world.id)}`;
      const call = request(world.app).get(url).query({ cursor });
      const { status } = await call.set('authorization', admin.authorization);
      answers.push(`${path} ${JSON.stringify(forged)} ${status}`);
    }
  return answers;
}

test('every list refuses a cursor that no list returned', async () => {
  expect((await answersTo(FORGED)).filter((answer) => !/ 40[04]$/.test(answer))).toEqual([]);
});

test('a cursor out of bounds is refused, or is a name like any other to a list in the order of names', async () => {
  const others = (await answersTo(OUT_OF_BOUNDS)).filter((answer) => !/ 40[04]$/.test(answer));

  expect(others.map((answer) => answer.replace(/ \[.*\]/, ''))).toEqual(['/workload 200', '/workload 200']);
});
