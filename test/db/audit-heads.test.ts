import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { headWord, isHeadOurs, readHeadWord, signHead } from '../../audit-head';
import { auditEntries, verifyAudit } from '../../db/read/audit';
import { appendAudit, entryHash, GENESIS, saltedHash, valueHash } from '../../db/stores/audit';
import { anchorAudit } from '../../db/stores/audit-anchors';
import { inTransaction } from '../../db/transaction';
import type { AuditHead } from '../../domain/audit/head';
import type { Signed } from '../../domain/exit/manifest';
import { testDatabase, type TestDatabase } from '../database';

const SECRETS = ['a'.repeat(32)];
const THIEF = ['b'.repeat(32)];
const DAY = 86_400_000;

let database: TestDatabase;
let kept: Signed<AuditHead>;
beforeEach(async () => {
  database = await testDatabase();
  await append('a', 'v', 'w', 'x', 'y', 'z');
  await append('b', 'x');
  kept = await anchor(DAY);
});
afterEach(() => database.drop());

const append = (stream: string, ...keys: readonly string[]): Promise<void> =>
  inTransaction(database.db, (trx) => appendAudit(trx, stream, keys.map(entry)));
const entry = (key: string) => ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { key } }) as const;

async function anchor(now: number, secrets: readonly string[] = SECRETS): Promise<Signed<AuditHead>> {
  const head = await inTransaction(database.db, (trx) => anchorAudit(trx, (each) => signHead(each, secrets), now));
  if (!head) throw new Error('this day has its head');
  return head;
}

const verify = (given?: Signed<AuditHead>, secrets = SECRETS) =>
  verifyAudit(database.db, { isOurs: (head) => isHeadOurs(head, secrets), kept: given });

/** What whoever rules the database can do: no trigger holds them. */
async function asOwner(...statements: readonly string[]): Promise<void> {
  for (const table of ['audit_events', 'audit_anchors', 'audit_anchor_streams'])
    await database.db.raw(`alter table ${table} disable trigger user`);
  for (const sql of statements) await database.db.raw(sql);
}

/** Writes stream `a` anew with another payload in its second entry; every hash and the end fit again. */
async function rewrite(): Promise<void> {
  await asOwner(`delete from audit_events where stream = 'a'`, `delete from audit_heads where stream = 'a'`);
  await append('a', 'v', 'forged', 'x', 'y', 'z');
}

const cutTail = (): Promise<void> =>
  asOwner(
    `delete from audit_events where stream = 'a' and seq > 3`,
    `update audit_heads set seq = 3, hash = (select hash from audit_events where stream = 'a' and seq = 3) where stream = 'a'`,
  );

/** An entry of one's own before entries that are moved on, with a hash that is right for its place by the rule of version 1. */
async function insertThird(): Promise<void> {
  await asOwner(`update audit_events set seq = seq + 10 where stream = 'a' and seq > 2`);
  await asOwner(`update audit_events set seq = seq - 9 where stream = 'a' and seq > 2`);
  const before = await database.db('audit_events').where({ stream: 'a', seq: 2 }).first<{ hash: string }>('hash');
  const hash = entryHash(before.hash, { stream: 'a', seq: 3, entry: entry('q') });
  await asOwner(
    `insert into audit_events (stream, seq, event_key, at, channel, type, payload, prev_hash, hash) values
     ('a', 3, 'q', to_timestamp(1), 'system', 'tested', '{"key":"q"}', '${before.hash}', '${hash}')`,
    `update audit_heads set seq = 6 where stream = 'a'`,
  );
}

const reorder = (): Promise<void> =>
  asOwner(
    `update audit_events set seq = 100 where stream = 'a' and seq = 2`,
    `update audit_events set seq = 2 where stream = 'a' and seq = 3`,
    `update audit_events set seq = 3 where stream = 'a' and seq = 100`,
  );

test('what nobody has touched is intact, however it goes on after its head', async () => {
  await append('a', 'later');
  await append('c', 'new');

  expect(await verify(kept)).toEqual([]);
});

test.each([
  [
    'a payload that was changed',
    () => asOwner(`update audit_events set payload = '{}' where stream = 'a' and seq = 2`),
    2,
  ],
  ['an entry that was deleted', () => asOwner(`delete from audit_events where stream = 'a' and seq = 2`), 2],
  ['an entry that was inserted', insertThird, 3],
  ['entries that changed places', reorder, 2],
  ['a tail that was cut off together with the row that names the end', cutTail, 5],
  ['a chain that was written anew', rewrite, 5],
])('verification finds %s', async (_name, tamper, seq) => {
  expect(await verify()).toEqual([]);

  await tamper();

  expect(await verify()).toEqual([{ stream: 'a', seq }]);
});

test('the chains alone do not tell of a cut tail or of a chain written anew: the signed head does', async () => {
  await cutTail();
  expect(await verifyAudit(database.db)).toEqual([]);
  await rewrite();
  expect(await verifyAudit(database.db)).toEqual([]);
});

test('a rewritten chain whose heads were rewritten with it has no signature of ours', async () => {
  await rewrite();
  await asOwner('delete from audit_anchor_streams', 'delete from audit_anchors');
  await anchor(DAY, THIEF);

  expect(await verify()).toEqual([{ stream: 'heads', seq: 1 }]);
});

test('whoever holds the key as well contradicts the head that was mailed', async () => {
  await rewrite();
  await asOwner('delete from audit_anchor_streams', 'delete from audit_anchors');
  await anchor(DAY);

  expect(await verify()).toEqual([]);
  expect(await verify(kept)).toEqual([{ stream: 'heads', seq: 1 }]);
});

test('heads that were cut off are missed by the mail that tells of a later one', async () => {
  await append('a', 'later');
  const second = await anchor(2 * DAY);
  await asOwner('delete from audit_anchor_streams where number = 2', 'delete from audit_anchors where number = 2');

  expect(await verify(kept)).toEqual([]);
  expect(await verify(second)).toEqual([{ stream: 'heads', seq: 2 }]);
});

test('an end that was changed among those of a head contradicts its root', async () => {
  await asOwner(`update audit_anchor_streams set seq = 4 where stream = 'a'`);

  expect(await verify()).toContainEqual({ stream: 'heads', seq: 1 });
});

test('after a new root key the newest head vouches for those of the old one', async () => {
  await append('b', 'y');
  await anchor(2 * DAY, THIEF);

  expect(await verify(kept, THIEF)).toEqual([]);
});

test('a day has one head, which holds only what has grown since the one before', async () => {
  await append('b', 'y');
  const second = await anchor(2 * DAY);

  expect(second.content).toMatchObject({ number: 2, day: '1970-01-03', streams: 1, previous: valueHash(kept.content) });
  await expect(anchor(2 * DAY + 1)).rejects.toThrow('this day has its head');
  expect(second.content.entries).toBe(kept.content.entries + 1);
  expect(kept.content).toMatchObject({ number: 1, previous: GENESIS });
});

test('a head passes through a mail as one word, and anything else is none', () => {
  const word = headWord(kept);
  expect(readHeadWord(` ${word.slice(0, 70)}\n${word.slice(70)} `)).toEqual(kept);
  expect(readHeadWord('hello')).toBeNull();
  expect(isHeadOurs({ ...kept, content: { ...kept.content, entries: 1 } }, SECRETS)).toBe(false);
});

test('signed heads can be neither changed nor removed', async () => {
  for (const table of ['audit_anchors', 'audit_anchor_streams']) {
    await expect(database.db(table).delete()).rejects.toThrow('append-only');
    await expect(database.db(table).update({ number: 9 })).rejects.toThrow('append-only');
    await expect(database.db.raw(`truncate ${table} cascade`)).rejects.toThrow('append-only');
  }
});

test('an export lists the entries of one stream, or of all, with what their hashes are made of', async () => {
  const of = async (stream?: string) => {
    const entries = [];
    for await (const each of auditEntries(database.db, stream)) entries.push(each);
    return entries;
  };
  expect((await of('b')).map(({ stream, seq, key }) => [stream, seq, key])).toEqual([['b', 1, 'x']]);
  const all = (await of()).filter(({ stream }) => stream === 'a' || stream === 'b');
  expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 1]);
  for (const { prevHash, hash, stream, seq, payload, payloadSalt, payloadHash, key } of all) {
    expect(saltedHash(payloadSalt ?? '', payload)).toBe(payloadHash);
    expect(entryHash(prevHash, { stream, seq, entry: entry(key), payloadHash: payloadHash ?? '' })).toBe(hash);
  }
});

test('with the grants of the documentation the product writes the trail and is not even asked by a trigger when it would change it', async () => {
  const page = readFileSync(join(__dirname, '../../docs/security/audit.md'), 'utf8');
  // The tests' own role in place of that of the product: it may make no other one nor name it to itself, and takes its own
  // rights away. `test/db/grants.test.ts` has a login of its own.
  const grants = (/```sql\n([^`]+)```/.exec(page)?.[1] ?? '').replace(/^grant tenure_vendor .*$/m, '');
  await database.db.raw(grants.replaceAll('tenure_app', 'current_user'));
  await append('a', 'later');
  await anchor(2 * DAY);

  for (const sql of [
    'delete from audit_events',
    `update audit_events set type = 'x'`,
    'delete from audit_heads',
    'delete from audit_anchors',
    'update audit_anchor_streams set seq = 1',
  ])
    await expect(database.db.raw(sql)).rejects.toMatchObject({ code: '42501' });
  expect(await verify(kept)).toEqual([]);
});
