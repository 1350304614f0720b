import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../../api/app';
import { payloadCodec } from '../../codec/payload-codec';
import { insertSession } from '../../db/stores/sessions';
import { type TestDatabase, testDatabase } from '../database';
import { servicesOver, signedIn } from './world';

const KEYS = ['a key of the codec that is long enough'];
const UI = 'https://temporal.acme.test';
let database: TestDatabase;
let app: Express;
let admin: { readonly authorization: string };

beforeAll(async () => {
  database = await testDatabase();
  admin = { authorization: (await signedIn(database.db, { roles: ['admin'] })).authorization };
  const services = servicesOver(database.db);
  const config = { ...services.config, codec: { keys: KEYS, strict: true }, temporalUi: UI };
  app = createApp({ services: { ...services, config }, routes: [] });
});
afterAll(() => database.drop());

interface Wire {
  readonly metadata: Record<string, string>;
  readonly data: string;
}

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
const PLAIN: Wire = {
  metadata: { encoding: base64(Buffer.from('json/plain')) },
  data: base64(Buffer.from('"secret"')),
};

async function encrypted(keys = KEYS): Promise<Wire> {
  const given = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"secret"') };
  const [{ metadata, data } = {}] = await payloadCodec(keys).encode([given]);
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([k, v]) => [k, base64(v)])),
    data: base64(data),
  };
}

const decode = (headers: Readonly<Record<string, string>>, body: object) =>
  request(app).post('/codec/decode').set(headers).send(body);
const readings = (): Promise<number> =>
  database
    .db('audit_events')
    .where({ type: 'payloads.read' })
    .then((rows) => rows.length);

test('an administrator reads payloads in the order they were asked for, and that leaves an entry', async () => {
  const before = await readings();
  const { status, body, headers } = await decode(
    { ...admin, origin: UI },
    { payloads: [await encrypted(), PLAIN, await encrypted()] },
  );

  expect([status, body]).toEqual([200, { payloads: [PLAIN, PLAIN, PLAIN] }]);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'access-control-allow-origin': UI,
    'access-control-allow-credentials': 'true',
  });
  const rows: { payload: unknown; actor_id: string }[] = await database
    .db('audit_events')
    .where({ type: 'payloads.read' });
  expect(rows.slice(before)).toMatchObject([{ payload: { count: 2 } }]);
  expect(JSON.stringify(rows)).not.toContain('secret');
});

test('what was never encrypted leaves no entry', async () => {
  const before = await readings();

  expect((await decode(admin, { payloads: [PLAIN] })).status).toBe(200);
  expect(await readings()).toBe(before);
});

test.each(['manager', 'auditor', 'vendor', 'legal'] as const)('a %s reads none', async (role) => {
  const before = await readings();
  const { authorization } = await signedIn(database.db, { roles: [role] });
  const { status, body } = await decode({ authorization }, { payloads: [await encrypted()] });

  expect(status).toBe(403);
  expect(JSON.stringify(body)).not.toContain(PLAIN.data);
  expect(await readings()).toBe(before);
});

test('without signing in, and with a token that is none, nobody reads any', async () => {
  expect((await decode({}, { payloads: [await encrypted()] })).status).toBe(401);
  expect((await decode({ authorization: 'Bearer made-up' }, { payloads: [] })).status).toBe(401);
});

test.each([`${UI}.evil.test`, 'http://temporal.acme.test', `${UI}:8443`, 'null'])(
  'the origin %s gets no answer that its page could read',
  async (origin) => {
    const { status, headers } = await decode({ ...admin, origin }, { payloads: [await encrypted()] });
    const asked = await request(app).options('/codec/decode').set({ origin, 'access-control-request-method': 'POST' });

    expect([status, asked.status]).toEqual([403, 403]);
    for (const answer of [headers, asked.headers]) expect(answer).not.toHaveProperty('access-control-allow-origin');
  },
);

test('the UI may ask before it posts', async () => {
  const { status, headers } = await request(app).options('/codec/decode').set({ origin: UI });

  expect(status).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': UI,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, content-type, x-namespace',
  });
});

test('a session serves the pages of the UI and no page of elsewhere', async () => {
  const { person } = await signedIn(database.db, { roles: ['admin'] });
  const secret = 'session-of-the-administrator-of-this-test';
  await insertSession(database.db, { userId: person.id, secret, now: Date.now() });
  const cookie = `tenure_session=${secret}`;

  expect((await decode({ cookie, origin: UI }, { payloads: [await encrypted()] })).status).toBe(200);
  expect((await decode({ cookie }, { payloads: [await encrypted()] })).status).toBe(403);
});

test('a session whose person has not lately shown who they are reads nothing', async () => {
  const { person } = await signedIn(database.db, { roles: ['admin'] });
  const secret = 'old-session-of-the-administrator-of-this-test';
  await insertSession(database.db, { userId: person.id, secret, now: Date.now() - 16 * 60_000 });
  const before = await readings();
  const refused = await decode({ cookie: `tenure_session=${secret}`, origin: UI }, { payloads: [await encrypted()] });
  expect([refused.status, refused.body.code]).toEqual([403, 'STEP_UP_REQUIRED']);
  expect(await readings()).toBe(before);
});

test.each<[string, object, number]>([
  ['a field that the protocol does not know', { payloads: [{ ...PLAIN, extra: 1 }] }, 422],
  ['no list', { payloads: 'all' }, 422],
  ['bytes that are no base64', { payloads: [{ data: '<script>' }] }, 422],
  ['too many payloads', { payloads: Array.from({ length: 2_001 }, () => ({})) }, 422],
  ['more than four megabytes', { payloads: [{ data: 'A'.repeat(4 * 1_048_576) }] }, 413],
])('%s is refused', async (_what, body, status) => {
  expect((await decode(admin, body)).status).toBe(status);
});

test('a key that is not there is named', async () => {
  const { status, body } = await decode(admin, {
    payloads: [await encrypted(['another key of the codec, long enough'])],
  });

  expect([status, (body as { detail: string }).detail]).toEqual([
    422,
    expect.stringMatching(
      /^A payload was encrypted with the key [0-9a-f]{8}, which TENURE_CODEC_KEYS does not hold\.$/,
    ),
  ]);
});

test('nothing is encrypted for anybody, and reading is a POST', async () => {
  expect(
    (
      await request(app)
        .post('/codec/encode')
        .set(admin)
        .send({ payloads: [PLAIN] })
    ).status,
  ).toBe(404);
  expect((await request(app).get('/codec/decode').set(admin)).status).toBe(404);
});
