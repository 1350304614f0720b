import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import request from 'supertest';
import { createApp } from '../../api/app';
import { auditRoutes } from '../../api/routes/audit';
import { appendAudit } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { servicesOver, signedIn } from '../api/world';
import { testDatabase, type TestDatabase } from '../database';

jest.setTimeout(60_000);
const A = 'engagement:01930000-0000-7000-8000-00000000000a';
const B = 'engagement:01930000-0000-7000-8000-00000000000b';
const SECRET = 's'.repeat(32);

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
  for (const stream of [A, B])
    await inTransaction(database.db, (trx) => appendAudit(trx, stream, ['x', 'y', 'z'].map(entry)));
});
afterEach(() => database.drop());

const entry = (key: string) => ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { key } }) as const;

/** What whoever rules the database can do: no trigger holds them. */
async function tamper(sql: string): Promise<void> {
  await database.db.raw('alter table audit_events disable trigger user');
  await database.db.raw(sql);
}

/** `npm run audit:verify`, as an operator runs it. */
async function verified() {
  const env = { ...process.env, DATABASE_URL: database.url, TENURE_SECRET: SECRET };
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/audit-verify.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, said: said.trim().split('\n'), complained };
}

/** `GET /audit/verify`, as an auditor reads it. */
async function verdict(): Promise<unknown> {
  const services = servicesOver(database.db);
  const { authorization } = await signedIn(database.db, { roles: ['auditor'] });
  const app = createApp({ services, routes: auditRoutes(services) });
  const { body } = await request(app).get('/api/v1/audit/verify').set({ authorization }).expect(200);
  return body;
}

test('a whole trail is said to be one, and the program ends well', async () => {
  expect(await verified()).toEqual({ code: 0, said: ['✔ Every entry of the audit trail fits.'], complained: '' });
  expect(await verdict()).toEqual({ intact: true, broken: [], erased: 0 });
});

test.each([
  ['a changed entry', `update audit_events set payload = '{"key":"forged"}' where stream = '${A}' and seq = 2`, 2],
  ['a changed actor', `update audit_events set channel = 'email' where stream = '${A}' and seq = 1`, 1],
  ['a removed entry', `delete from audit_events where stream = '${A}' and seq = 2`, 2],
  ['a removed last entry', `delete from audit_events where stream = '${A}' and seq = 3`, 3],
  ['a removed stream', `delete from audit_events where stream = '${A}'`, 1],
])(
  'of a trail with %s both name the first entry that does not fit, and the program ends with 1',
  async (_what, sql, seq) => {
    await tamper(sql);

    const said = [`✘ ${A}: the first entry that does not fit is number ${seq}`];
    expect(await verified()).toEqual({ code: 1, said, complained: '' });
    expect(await verdict()).toEqual({ intact: false, broken: [{ stream: A, seq }], erased: 0 });
  },
);
