import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { rightFindings } from '../../bin/parts/wall-checks';
import { type Db, openDatabase } from '../../db/knex';
import { verifyAudit } from '../../db/read/audit';
import { appendAudit } from '../../db/stores/audit';
import { anchorAudit } from '../../db/stores/audit-anchors';
import { erasePayloads } from '../../db/stores/audit-erasure';
import { inTransaction } from '../../db/transaction';
import { within } from '../../db/wall/scope';
import { standingOf } from '../../db/wall/state';
import { signHead } from '../../audit-head';
import { erasureIsGranted } from '../../db/migrations/0771-erasure-is-granted';
import { testDatabase, type TestDatabase } from '../database';
import { makeVendor } from './wall-world';

const LOGIN = `test_app_${randomBytes(4).toString('hex')}`;
const SECRETS = ['a'.repeat(32)];

let database: TestDatabase;
/** The product as docs/security/audit.md has it connect. */
let app: Db;
beforeAll(async () => {
  database = await testDatabase();
  await asAdministrator(`create role ${LOGIN} login noinherit password 'only in this test'`, ...documented());
  app = openDatabase(urlFor(LOGIN, 'only in this test'));
});
afterAll(async () => {
  await app.destroy();
  await asAdministrator(`drop owned by ${LOGIN}`, `drop role ${LOGIN}`);
  await database.drop();
});

/** The statements that operators copy. */
function documented(): readonly string[] {
  const page = readFileSync(join(__dirname, '../../docs/security/audit.md'), 'utf8');
  const sql = /## Grants[\s\S]*?```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const lines = sql.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
  expect(lines.length).toBeGreaterThan(4);
  return lines.map((line) => line.replaceAll('tenure_app', LOGIN));
}

function urlFor(user?: string, password = ''): string {
  const url = new URL(process.env['TENURE_TEST_DATABASE_OWNER_URL'] ?? '');
  url.pathname = new URL(database.url).pathname;
  if (user !== undefined) Object.assign(url, { username: user, password: encodeURIComponent(password) });
  return url.toString();
}

async function asAdministrator(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: urlFor() });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

const entry = (key: string) => ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { key } }) as const;
const rowsOf = async (db: Db, sql: string): Promise<readonly unknown[]> =>
  (await db.raw<{ rows: unknown[] }>(sql)).rows;

test('the trail is written, anchored, erased by a record and verified as that role', async () => {
  await inTransaction(app, (trx) => appendAudit(trx, 'a', ['x', 'y'].map(entry)));
  await inTransaction(app, (trx) => anchorAudit(trx, (head) => signHead(head, SECRETS), 86_400_000));
  const erasure = { key: 'k', reason: 'purge', channel: 'system', now: 2_000 } as const;
  expect(await inTransaction(app, (trx) => erasePayloads(trx, { stream: 'a', seqs: [1] }, erasure))).toBe(1);
  // No stream is broken.
  expect(await verifyAudit(app, { isOurs: () => true })).toEqual([]);
});

test.each([
  `update audit_events set payload = '{}'`,
  `update audit_events set hash = 'x'`,
  'delete from audit_events',
  'truncate audit_events',
  'alter table audit_events disable trigger user',
  'drop trigger audit_events_append_only on audit_events',
  'create or replace function audit_is_append_only() returns trigger language plpgsql as $$ begin return old; end $$',
  `set session_replication_role = 'replica'`,
  'update audit_anchors set head = head',
  'delete from audit_anchors',
  'delete from audit_anchor_streams',
  'delete from audit_heads',
  'alter table bids disable row level security',
  'drop policy wall_select on bids',
])('that role may not: %s', async (sql) => {
  const before = await rowsOf(database.db, 'select * from audit_events order by stream, seq');
  await expect(app.raw(sql.replaceAll('?', '\\?'))).rejects.toMatchObject({ code: '42501' });
  expect(await rowsOf(database.db, 'select * from audit_events order by stream, seq')).toEqual(before);
});

test('that role sees every row for us, and only the own ones for a vendor', async () => {
  const [own] = [await makeVendor(database.db, 'own'), await makeVendor(database.db, 'other')];
  const count = async (): Promise<unknown> => (await rowsOf(app, 'select count(*)::integer as issues from issues'))[0];
  expect([await count(), await within(own.scope, count)]).toEqual([{ issues: 2 }, { issues: 1 }]);
});

test('nobody erases payloads whom the owner has not named, nor does a vendor', async () => {
  const { scope } = await makeVendor(database.db, 'curious');
  const erase = () => rowsOf(app, `select erase_audit_payloads('a', 3)`);
  await expect(within(scope, erase)).rejects.toMatchObject({ code: '42501' });
  await asAdministrator(`revoke execute on function erase_audit_payloads from ${LOGIN}`);
  await expect(erase()).rejects.toMatchObject({ code: '42501' });
});

test('who writes the trail already is named by the migration', async () => {
  await asAdministrator(`revoke execute on function erase_audit_payloads from ${LOGIN}`);
  await erasureIsGranted(database.db);
  const may = `select rolname from pg_roles where has_function_privilege(oid, 'erase_audit_payloads(text, bigint)', 'execute') and not rolsuper`;
  expect(await rowsOf(database.db, `${may} and (rolname = '${LOGIN}' or rolname like 'tenure%') order by 1`)).toEqual(
    ['tenure', LOGIN].map((rolname) => ({ rolname })),
  );
});

test('what the doctor says depends on who connects', async () => {
  const texts = async (db: Db): Promise<readonly string[]> =>
    rightFindings(await standingOf(db), { embedded: false }).map(({ state, text }) => `${state}: ${text}`);
  expect(await texts(app)).toEqual([
    `well: The product connects as ${LOGIN}, which cannot rewrite the audit trail`,
    'well: PostgreSQL keeps vendors apart as well (row-level security)',
  ]);
  expect((await texts(database.db))[0]).toBe(
    'note: The product connects as tenure, which owns the audit trail and can switch off its triggers',
  );
  const administrator = openDatabase(urlFor(), 1);
  expect((await texts(administrator))[0]).toContain('a superuser: nothing in PostgreSQL holds it');
  await administrator.destroy();
});

test('without the role of vendors the product goes on, and the doctor says that the wall is missing', async () => {
  await asAdministrator(`revoke tenure_vendor from ${LOGIN}`);
  const unwalled = openDatabase(urlFor(LOGIN, 'only in this test'), 1);
  const own = await makeVendor(database.db, 'third');
  expect((await within(own.scope, () => rowsOf(unwalled, 'select 1 from issues'))).length).toBeGreaterThan(1);
  expect(rightFindings(await standingOf(unwalled), { embedded: false })[1]).toMatchObject({
    state: 'note',
    mend: `as administrator: grant tenure_vendor to ${LOGIN} with inherit false, set true`,
  });
  await unwalled.destroy();
  await asAdministrator(`grant tenure_vendor to ${LOGIN} with inherit true, set true`);
  expect((await standingOf(app)).wall).toBe('inherited');
});
