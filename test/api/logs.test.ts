import request from 'supertest';
import { createApp } from '../../api/app';
import { route } from '../../api/route';
import { peopleRoutes } from '../../api/routes/people';
import { createLogger } from '../../bin/parts/logger';
import { type TestDatabase, testDatabase } from '../database';
import { servicesOver, signedIn } from './world';

let database: TestDatabase;
beforeAll(async () => (database = await testDatabase()));
afterAll(() => database.drop());

const RANDOM = 'Zk3x9QmW7fLr2bTv8Nc1pYh6Gd5sJa4EuXo0BiRqMkk';
const mark = (name: string): string => `MARK${name}${RANDOM}`.slice(0, 43);
/** A route of the table that fails with all that a library could put into a message. */
const failing = route({
  method: 'get',
  path: '/departments',
  summary: 'Fails',
  tag: 'Test',
  access: 'insiders',
  answers: { 200: null },
  handle: () => {
    const text = `550 <markmail@acme.test> at postgres://tenure:MARKpass@db/t Bearer MARKbearer /a/${mark('link')}`;
    return Promise.reject(Object.assign(new Error(text), { detail: 'Key (name)=(MARKname)' }));
  },
});
test('nothing that was marked as secret stands in any line of the log, and every line can be told to a request', async () => {
  const lines: string[] = [];
  const log = createLogger({ part: 'api', level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const services = { ...servicesOver(database.db), log };
  const app = createApp({ services, routes: [...peopleRoutes(services), failing] });
  const { authorization } = await signedIn(database.db, { roles: ['admin'] });
  const admin = { authorization };
  const letters = ['a', 'd', 'k', 'q', 's', 'v'];
  const body = { email: 'markmail@acme.test', name: 'MARKname', locale: 'en', timeZone: 'UTC', roles: ['manager'] };
  const calls = [
    ...letters.map((letter) => request(app).get(`/${letter}/${mark(letter)}?token=MARKquery`)),
    ...letters.map((letter) =>
      request(app)
        .post(`/${letter}/${mark(letter)}/code`)
        .send(`code=MARKcode`),
    ),
    request(app)
      .get('/api/v1/users')
      .set('authorization', `Bearer ${mark('bearer')}`),
    request(app).get('/api/v1/users').set('authorization', `Basic MARKbasic`),
    request(app)
      .get('/api/v1/users')
      .set('cookie', `tenure_session=${mark('cookie')}`),
    request(app).get(`/api/v1/departments?password=MARKpassword`).set(admin),
    request(app).get('/api/v1/users').set(admin),
    request(app).post('/api/v1/users').set(admin).send(body),
    request(app).post('/api/v1/users').set(admin).send(body),
    request(app).post('/api/v1/users').set(admin).set('content-type', 'application/json').send('{"MARKbroken'),
  ];
  const statuses: number[] = [];
  for (const call of calls) statuses.push((await call).status);

  expect([...new Set(statuses)].toSorted()).toEqual([200, 201, 400, 401, 404, 409, 500]);
  expect(lines.length).toBeGreaterThan(calls.length);
  expect(lines.filter((line) => /MARK(?!link|[a-z]Zk3)|markmail|acme\.test/i.test(line))).toEqual([]);
  expect(lines.filter((line) => line.includes(RANDOM.slice(0, 12)))).toEqual([]);
  expect(lines.map((line) => JSON.parse(line) as { requestId?: string }).filter(({ requestId }) => !requestId)).toEqual(
    [],
  );
});
