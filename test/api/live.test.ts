import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import request from 'supertest';
import { LiveHub } from '../../api/live/hub';
import { belowPrefix } from '../../api/pages/prefix';
import { streamVersions } from '../../api/live/stream';
import { versionsOf } from '../../db/read/live';
import { appendAudit, engagementStream } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { browser, HOTLINE, LI, pageWorld, type PageWorld, REQUEST, SUPPLIER, Visitor } from './page-world';

const PAGE = `/engagements/${HOTLINE}`;
const LIVE = `/live/engagements/${HOTLINE}`;

let world: PageWorld;
let li: Visitor;
let server: Server;
beforeAll(async () => {
  world = await pageWorld();
  li = await Visitor.of(world);
  server = createServer(world.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => li.as('manager'));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.database.drop();
});

let noted = 0;
const happen = () =>
  inTransaction(world.database.db, (trx) =>
    appendAudit(trx, engagementStream(HOTLINE), [
      { key: `k${(noted += 1)}`, at: 1_000, type: 'tested', channel: 'system', payload: {} },
    ]),
  );

/** Events as they come; `next` waits for one. */
class Listener {
  private text = '';
  private constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    private readonly controller: AbortController,
    readonly response: Response,
  ) {}

  static async of(path: string, { at, cookie }: { readonly at: Server; readonly cookie: string }): Promise<Listener> {
    const controller = new AbortController();
    const { port } = at.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { cookie },
      redirect: 'manual',
      signal: controller.signal,
    });
    if (!response.body) throw new Error('no body');
    return new Listener(response.body.getReader(), controller, response);
  }

  /** Null at the end. */
  async next(): Promise<string | null> {
    for (;;) {
      const found = /data: (.*)\n\n/.exec(this.text);
      if (found) {
        this.text = this.text.slice(found.index + found[0].length);
        return found[1] ?? '';
      }
      const { done, value } = await this.reader.read();
      if (done) return null;
      this.text += Buffer.from(value).toString();
    }
  }

  stop = () => this.controller.abort();
}
const listen = (path: string) => Listener.of(path, { at: server, cookie: li.cookie });

test('a page says what it shows, and its stream says the same until something happens', async () => {
  const { text, headers } = await li.get(PAGE).expect(200);
  const [, href, version] = /data-live="([^"]+)" data-version="([^"]*)"/.exec(text) ?? [];
  expect(href).toBe(LIVE);
  expect(headers['content-security-policy']).toContain("script-src 'self'; connect-src 'self'");
  const stream = await listen(LIVE);
  expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream\b/);
  expect(await stream.next()).toBe(version);
  const next = stream.next();
  await happen();
  expect(await next).not.toBe(version);
  stream.stop();
  const { headers: asked } = await request(world.app).head(LIVE).set({ cookie: li.cookie }).expect(200);
  expect(asked['content-type']).toMatch(/^text\/event-stream\b/);
});

test('what happens to another engagement or to nothing is not told', async () => {
  const stream = await listen(LIVE);
  const first = await stream.next();
  await inTransaction(
    world.database.db,
    (trx) =>
    appendAudit(trx, engagementStream(REQUEST), [{ key: 'other', at: 1, type: 'tested', channel: 'system', payload: {} }]), // prettier-ignore
  );
  await happen();
  const told = await stream.next();
  expect(told).not.toBe(first);
  expect(told?.split('.')[0]).toBe(String(Number(first?.split('.')[0]) + 1));
  stream.stop();
});

test('whoever may not see a page may not listen either', async () => {
  const supplier = await browser(world).signIn(SUPPLIER);
  expect((await browser(world).get(LIVE, supplier)).status).toBe(403);
  expect((await browser(world).get(`/live/requests/${REQUEST}`, supplier)).status).toBe(404);
  expect((await li.get(`/live/engagements/${REQUEST}`)).status).toBe(404);
  for (const path of [LIVE, '/live/inbox', `/live/requests/${REQUEST}`])
    expect((await browser(world).get(path)).headers['location']).toMatch(/^\/sign-in/);
});

test('a page that follows keeps no session alive; whoever opens one does', async () => {
  const { db } = world.database;
  const old = new Date(Date.UTC(2026, 10, 24, 7, 50));
  const seenAt = async () => (await db('sessions').orderBy('created_at', 'desc').select('last_seen_at', 'user_id')).filter((row) => row.user_id === LI.id).map((row) => Number(row.last_seen_at)); // prettier-ignore
  await db('sessions').update({ last_seen_at: old });
  (await listen('/live/inbox')).stop();
  await li.get(PAGE).set('x-tenure-live', '1').expect(200);
  expect(new Set(await seenAt())).toEqual(new Set([old.getTime()]));
  await li.get(PAGE).expect(200);
  expect(await seenAt()).toContain(Date.UTC(2026, 10, 24, 8));
});

test('the inbox, a request and an exit are followed; what answers a form or has nothing to follow is not', async () => {
  for (const path of ['/inbox', `/requests/${REQUEST}`, `${PAGE}/exit`])
    expect((await li.get(path).expect(200)).text).toContain('data-live="/live/');
  const inbox = await li.get('/inbox');
  const refused = await li.send(inbox.text, '/inbox/decide');
  expect((await browser(world).get('/sign-in')).text).not.toContain('data-live');
  const scriptsOf = (text: string) => [...text.matchAll(/<script src="\/assets\/(\w+)/g)].map(([, name]) => name);
  const list = await li.get('/engagements');
  for (const page of [refused, list]) expect(page.text).not.toMatch(/data-live|\/assets\/live\./);
  // What empties it when somebody signs out, what keeps what is typed into a form, and nothing else.
  expect([scriptsOf(refused.text), scriptsOf(list.text)]).toEqual([['drafts', 'session'], ['session']]);
});

test('behind a proxy with a path it is followed below that path', async () => {
  const { text } = await li.get(PAGE);
  const app = express().use(belowPrefix('https://intranet.example/tenure'));
  const { text: below } = await request(app.get('/', (_req, res) => void res.send(text))).get('/');
  expect(below).toContain(` data-live="/tenure${LIVE}"`);
  expect(below).toMatch(/ src="\/tenure\/assets\/live\.[0-9a-f]{12}\.js"/);
});

test('all who look at one thing cost one query a look, and none is made when nobody looks', async () => {
  const { db } = world.database;
  const asked: string[] = [];
  const note = ({ sql }: { sql: string }) => asked.push(sql);
  const hub = new LiveHub({ db, log: pino({ level: 'silent' }) }, 5);
  db.on('query', note);
  const subject = { kind: 'engagement', id: HOTLINE } as const;
  const told: string[] = [];
  await new Promise<void>((done) => {
    const stops = [1, 2, 3].map(() =>
      hub.watch(subject, (version) => {
        told.push(version);
        if (told.length === 3) done(stops.forEach((stop) => stop()));
      }),
    );
  });
  expect([told.length, asked.length]).toEqual([3, 1]);
  await new Promise((done) => setTimeout(done, 50));
  expect(asked).toHaveLength(1);
  db.removeListener('query', note);
});

test('a database that is away for a moment loses nobody', async () => {
  let answers = 0;
  const db = { raw: () => ((answers += 1) < 3 ? Promise.reject(new Error('away')) : Promise.resolve({ rows: [{ id: HOTLINE, version: 'new' }] })) }; // prettier-ignore
  const hub = new LiveHub({ db: db as never, log: pino({ level: 'silent' }) }, 1);
  await new Promise<void>((done) => {
    const stop = hub.watch({ kind: 'engagement', id: HOTLINE }, (version) => {
      expect(version).toBe('new');
      done(stop());
    });
  });
  expect(answers).toBe(3);
});

test('a process that ends lets its listeners go', async () => {
  const ending = new AbortController();
  const { db } = world.database;
  const stream = { hub: new LiveHub({ db, log: pino({ level: 'silent' }) }), db, ending: ending.signal };
  const app = express().get('/', (_req, res) => streamVersions(stream, { kind: 'engagement', id: HOTLINE }, res));
  const own = createServer(app);
  own.listen(0, '127.0.0.1');
  await once(own, 'listening');
  const listener = await Listener.of('/', { at: own, cookie: '' });
  expect(await listener.next()).toBeTruthy();
  ending.abort();
  expect(await listener.next()).toBeNull();
  await new Promise((done) => own.close(done));
});

test('two that wait behind each other on one connection both end with it', async () => {
  const { db } = world.database;
  const hub = new LiveHub({ db, log: pino({ level: 'silent' }) });
  const stream = { hub, db, ending: new AbortController().signal };
  const left: Promise<void>[] = [];
  const own = createServer(
    express().get('/', (_req, res) => {
      left.push(streamVersions(stream, { kind: 'engagement', id: HOTLINE }, res));
    }),
  );
  own.listen(0, '127.0.0.1');
  await once(own, 'listening');
  const socket = connect((own.address() as AddressInfo).port, '127.0.0.1');
  const ask = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';
  socket.write(`${ask}${ask}`);
  while (left.length < 2) await new Promise((done) => setImmediate(done));
  await once(socket, 'data');
  socket.destroy();
  await Promise.all(left);
  expect(hub.size).toBe(0);
  await new Promise((done) => own.close(done));
});

test('a running migration is shown anew every ten seconds, and one that has ended is not', async () => {
  const { db } = world.database;
  const now = new Date();
  const run = { id: REQUEST, engagement_id: HOTLINE, dataset_key: 'crm', mode: 'real', sample_bp: 0, runner_id: LI.id, target: '{}', state: 'running', started_at: now }; // prettier-ignore
  const parts = async () => (await versionsOf(db, [{ kind: 'engagement', id: HOTLINE }])).get(`engagement:${HOTLINE}`)?.split('.').length; // prettier-ignore
  expect(await parts()).toBe(2);
  await db('dataset_runs').insert(run);
  expect(await parts()).toBe(3);
  await db('dataset_runs').update({ state: 'verified' });
  expect(await parts()).toBe(2);
});
