import express, { type Express } from 'express';
import request from 'supertest';
import { metricsRouter } from '../../api/metrics';
import { problemOf, toDomainError } from '../../api/problems';
import { loadConfig } from '../../config';
import { type TestDatabase, testDatabase } from '../database';

const TOKEN = 'what-the-scraper-shows-32-or-more';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

/** The process as it is reached from an address; what a test sends comes from loopback otherwise. */
function reachedFrom(address: string | null, metricsToken?: string): Express {
  const app = express();
  if (address !== null)
    app.use((req, _res, next) => {
      Object.defineProperty(req.socket, 'remoteAddress', { value: address });
      next();
    });
  app.use(metricsRouter({ db: own.db, clock: Date.now, config: { metricsToken } }));
  return app.use(((error: unknown, _req, res, _next) => {
    const problem = problemOf(toDomainError(error), 'r');
    res.status(problem.status).json(problem);
  }) as express.ErrorRequestHandler);
}

const FIGURES = /^tenure_mail_orders/m;

describe('without a token', () => {
  test.each([null, '127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('%p reads the figures', async (address) => {
    const { text } = await request(reachedFrom(address)).get('/metrics').expect(200);
    expect(text).toMatch(FIGURES);
  });

  test.each(['10.0.0.9', '172.17.0.1', '::ffff:10.0.0.9', '2001:db8::1', '128.0.0.1'])(
    '%s reads none of them',
    async (address) => {
      const { text } = await request(reachedFrom(address)).get('/metrics').expect(403);
      expect(text).not.toMatch(FIGURES);
    },
  );

  test.each([
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('who comes by a proxy of this machine (%s) reads none of them', async (header, value) => {
    await request(reachedFrom(null)).get('/metrics').set(header, value).expect(403);
  });
});

describe('with a token', () => {
  test('whoever has it reads the figures, from wherever', async () => {
    const { text } = await request(reachedFrom('10.0.0.9', TOKEN))
      .get('/metrics')
      .set('authorization', `Bearer ${TOKEN}`)
      .expect(200);
    expect(text).toMatch(FIGURES);
  });

  test.each([undefined, '', 'Bearer', 'Bearer other', `Basic ${TOKEN}`])(
    '%p opens nothing, on this machine neither',
    async (shown) => {
      const call = request(reachedFrom(null, TOKEN)).get('/metrics');
      const { text } = await (shown === undefined ? call : call.set('authorization', shown)).expect(401);
      expect(text).not.toMatch(FIGURES);
    },
  );
});

test('the token is a setting, which may stand in a file, and a short one is refused without being repeated', () => {
  const load = (env: Readonly<Record<string, string>>) => loadConfig(env, '/nowhere/.env');
  expect(load({}).metricsToken).toBeUndefined();
  expect(load({ TENURE_METRICS_TOKEN: 'x'.repeat(32) }).metricsToken).toBe('x'.repeat(32));
  expect(() => load({ TENURE_METRICS_TOKEN: 'short-token' })).toThrow(/^(?!.*short-token)TENURE_METRICS_TOKEN /);
});
