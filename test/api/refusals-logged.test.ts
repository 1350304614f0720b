import { type Logger, pino } from 'pino';
import request, { type Response } from 'supertest';
import { createApp } from '../../api/app';
import { callLimit } from '../../api/call-limit';
import { createPages } from '../../api/pages';
import { requestsPort } from '../../api/requests-port';
import { engagementRoutes } from '../../api/routes/engagements';
import { peopleRoutes } from '../../api/routes/people';
import { type TestDatabase, testDatabase } from '../database';
import { servicesOver, signedIn, type SignedIn } from './world';

const LEVEL = { 20: 'debug', 30: 'info', 40: 'warn' } as const;
const NOBODY = '01920000-0000-7000-8000-000000000000';

let database: TestDatabase;
let reader: SignedIn;
beforeAll(async () => {
  database = await testDatabase();
  reader = await signedIn(database.db, { roles: ['evaluator'] });
});
afterAll(() => database.drop());

interface Line {
  readonly level: keyof typeof LEVEL;
  readonly [field: string]: unknown;
}

/** What the log holds, as it ships or at another level, once a call was answered. */
async function linesOf(call: (app: ReturnType<typeof appWith>) => Promise<Response>, level = 'info') {
  const lines: Line[] = [];
  const log = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  const { headers } = await call(appWith(log));
  const requestId = String(headers['x-request-id']);
  return lines.filter((line) => line['requestId'] === requestId).map((line) => ({ ...line, level: LEVEL[line.level] }));
}

function appWith(log: Logger) {
  const services = { ...servicesOver(database.db), log, limitCalls: callLimit({ perPerson: 2, perToken: 2 }) };
  const routes = [...peopleRoutes(services), ...engagementRoutes(services)];
  return createApp({ services, routes, pages: createPages(services, { requests: requestsPort(services) }) });
}

const api = (app: ReturnType<typeof appWith>, path: string, authorization = reader.authorization) =>
  request(app).get(`/api/v1${path}`).set('authorization', authorization);

test('a role that does not suffice is logged with who asked, for what and from where', async () => {
  const lines = await linesOf((app) =>
    request(app).post('/api/v1/users').set('authorization', reader.authorization).send({}),
  );
  expect(lines).toMatchObject([
    {
      ...{ level: 'warn', msg: 'refused', method: 'POST', path: '/api/v1/users', status: 403, code: 'FORBIDDEN' },
      ...{ actorId: reader.person.id, ip: expect.stringContaining('127.0.0.1') as string },
    },
  ]);
});

test.each([
  ['a token that nobody has', (app) => api(app, '/users', 'Bearer wrong'), 'warn', 401, 'UNAUTHENTICATED', false],
  [
    'a record that is not theirs or not there',
    (app) => api(app, `/engagements/${NOBODY}`),
    'info',
    404,
    'NOT_FOUND',
    true,
  ],
  ['what is not as it should be', (app) => api(app, '/users?no=1'), 'info', 400, 'MALFORMED', true],
  [
    'a page that nobody made a form of',
    (app) => request(app).post('/sign-in').type('form').send({ token: 'x' }),
    'warn',
    403,
    'FORM_REFUSED',
    false,
  ],
] satisfies [string, (app: ReturnType<typeof appWith>) => Promise<Response>, string, number, string, boolean][])(
  '%s leaves a line',
  async (_what, call, level, status, code, isKnown) => {
    expect(await linesOf(call)).toMatchObject([{ level, status, code, actorId: isKnown ? reader.person.id : null }]);
  },
);

test('calls beyond the limit leave a line', async () => {
  const lines = await linesOf(async (app) => {
    for (let calls = 0; calls < 2; calls += 1) await api(app, '/users');
    return api(app, '/users');
  });
  expect(lines).toMatchObject([{ level: 'warn', status: 429, code: 'TOO_MANY_REQUESTS', actorId: reader.person.id }]);
});

test('what is answered leaves none as the log ships, and one without person and address at `debug`', async () => {
  expect(await linesOf((app) => api(app, '/users'))).toEqual([]);
  const [line, ...more] = await linesOf((app) => api(app, '/users'), 'debug');
  expect(more).toEqual([]);
  expect(line).toMatchObject({ level: 'debug', msg: 'request', status: 200 });
  expect(line).not.toHaveProperty('ip');
});
