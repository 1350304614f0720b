import { once } from 'node:events';
import { createServer, request as open, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { admission } from '../../api/admission';
import { until } from '../../bin/parts/processes';
import { SignInWorld, tokenOf } from './sign-in-world';

describe('a process that works on two requests at once', () => {
  let server: Server;
  let base: string;
  /** Answers the requests that are being worked on. */
  let held: (() => void)[];

  beforeEach(async () => {
    held = [];
    const app = express();
    app.use(admission(2), express.text());
    app.all('/work', (_req, res) => void held.push(() => res.send('done')));
    app.get('/quick', (_req, res) => void res.send('done'));
    app.get('/stream', (_req, res) => void res.type('text').write('first'));
    app.use((_error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      res.sendStatus(503);
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    held.forEach((answer) => answer());
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = async (method = 'GET', path = '/work'): Promise<number> =>
    (await fetch(`${base}${path}`, { method })).status;
  const areHeld = (count: number): Promise<void> =>
    until(() => Promise.resolve(held.length === count), { limitMs: 5_000, sentence: `There are not ${count}.` });

  test('refuses the third that looks and lets in as many again that change something, until one is answered', async () => {
    const reads = [ask(), ask()];
    await areHeld(2);
    expect(await ask()).toBe(503);
    const writes = [ask('POST'), ask('PUT')];
    await areHeld(4);
    expect(await ask('POST')).toBe(503);

    held.splice(0).forEach((answer) => answer());

    expect(await Promise.all([...reads, ...writes])).toEqual([200, 200, 200, 200]);
    const again = ask();
    await areHeld(1);
    held.splice(0).forEach((answer) => answer());
    expect(await again).toBe(200);
  });

  test('gives the place of whoever has hung up to others', async () => {
    const leaving = new AbortController();
    const gone = [1, 2].map(() => fetch(`${base}/work`, { signal: leaving.signal }).catch(() => 'gone'));
    await areHeld(2);
    leaving.abort();
    expect(await Promise.all(gone)).toEqual(['gone', 'gone']);
    held.splice(0);
    const isFree = async () => (await ask('GET', '/quick')) === 200;
    await until(isFree, { limitMs: 5_000, sentence: 'The places were never given back.' });
  });

  test('counts nobody who sends slowly, and no stream once it has begun', async () => {
    const slow = [1, 2, 3, 4].map(() => open(`${base}/work`, { method: 'POST', headers: { 'content-length': '9' } }));
    for (const one of slow) one.on('error', () => undefined).write('half');
    const streams: Response[] = [];
    for (let stream = 0; stream < 3; stream += 1) streams.push(await fetch(`${base}/stream`));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);

    expect(await ask('GET', '/quick')).toBe(200);
    slow.forEach((one) => one.destroy());
    for (const { body } of streams) await body?.cancel();
  });
});

describe('the product when there is more than it works on', () => {
  let world: SignInWorld;
  beforeAll(async () => (world = await SignInWorld.open()));
  afterAll(() => world.database.drop());

  test('tells programs when to come again, people in their language, and goes on telling that it is there', async () => {
    const person = await world.begin();
    const app = world.process({ admit: admission(0) });
    const call = request(app)
      .get('/api/v1/me')
      .set({ authorization: `Bearer ${tokenOf(person)}` });
    const { body, headers } = await call.expect(503);
    expect([body.code, headers['retry-after']]).toEqual(['UNAVAILABLE', '2']);
    for (const [language, words] of [
      ['en', 'Very busy at the moment'],
      ['zh-CN', '当前访问较多'],
    ] as const) {
      const page = request(app).get('/inbox').set({ accept: 'text/html', 'accept-language': language });
      const { text, headers: of } = await page.expect(503);
      expect([text, of['retry-after']]).toEqual([expect.stringContaining(words), '2']);
    }
    await request(app).get('/healthz').expect(200);
  });
});
