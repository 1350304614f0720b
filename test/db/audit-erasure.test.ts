import { createHash } from 'node:crypto';
import { erasedEntries, verifyAudit } from '../../db/read/audit';
import { requestAudit } from '../../db/read/request-audit';
import { toExported } from '../../db/read/audit-entry';
import {
  appendAudit,
  type AuditRow,
  entryHash,
  factsOfRow,
  GENESIS,
  requestStream,
  valueHash,
} from '../../db/stores/audit';
import { erasePayloads } from '../../db/stores/audit-erasure';
import { inTransaction } from '../../db/transaction';
import { HOW_TO_VERIFY } from '../../domain/approval/export-schema';
import { sealedEntries } from '../../db/migrations/0738-sealed-entries';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
  await unseal();
  await oldEntries('a', 'p', 'q', 'r');
  await sealedEntries(database.db);
  await append('a', 'x', 'y', 'z');
});
afterEach(() => database.drop());

const entry = (key: string) => ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { said: key } }) as const;
const append = (stream: string, ...keys: readonly string[]): Promise<void> =>
  inTransaction(database.db, (trx) => appendAudit(trx, stream, keys.map(entry)));

/** As if the release that ends version 1 were yet to come. */
async function unseal(): Promise<void> {
  await asOwner(
    'drop table audit_sealed',
    'drop function audit_sealed_stays',
    `delete from audit_events where stream = 'sealed'`,
    `delete from audit_heads where stream = 'sealed'`,
    'alter table audit_events enable trigger user',
  );
}

/** As releases before version 2 wrote them. */
async function oldEntries(stream: string, ...keys: readonly string[]): Promise<void> {
  let hash = GENESIS;
  for (const [index, key] of keys.entries()) {
    const prevHash = hash;
    hash = entryHash(prevHash, { stream, seq: index + 1, entry: entry(key) });
    await database.db('audit_events').insert({ stream, seq: index + 1, event_key: key, at: new Date(1_000), channel: 'system', type: 'tested', payload: { said: key }, prev_hash: prevHash, hash }); // prettier-ignore
  }
  await database.db('audit_heads').insert({ stream, seq: keys.length, hash });
}

const erase = (...seqs: readonly number[]): Promise<number> =>
  inTransaction(database.db, (trx) =>
    erasePayloads(trx, { stream: 'a', seqs }, { key: 'p1', reason: 'purge', channel: 'system', now: 2_000 }),
  );
const asOwner = async (...statements: readonly string[]): Promise<void> => {
  await database.db.raw('alter table audit_events disable trigger user');
  for (const sql of statements) await database.db.raw(sql);
};
const rows = (): Promise<AuditRow[]> => database.db<AuditRow>('audit_events').where({ stream: 'a' }).orderBy('seq');
const payloads = async () => (await rows()).map(({ payload }) => payload['said'] ?? null);

test('entries of both versions lose their payloads, and the chain is intact and goes on', async () => {
  expect(await verifyAudit(database.db)).toEqual([]);

  expect(await erase(2, 5)).toBe(2);
  await append('a', 'later');

  expect(await payloads()).toEqual(['p', null, 'r', 'x', null, 'z', null, 'later']);
  expect(await verifyAudit(database.db)).toEqual([]);
  expect(await erasedEntries(database.db)).toBe(2);
  expect((await rows())[6]).toMatchObject({
    type: 'audit.erased',
    payload: { reason: 'purge', entries: [{ seq: 2 }, { seq: 5 }] },
  });
});

test('what was erased is erased once, and what tells of it never', async () => {
  await erase(2, 5);

  expect(await erase(2, 5, 7)).toBe(0);
  expect(await rows()).toHaveLength(7);
});

test('nothing of an erased payload can be guessed from what stays: its salt goes with it', async () => {
  const before = (await rows())[4];
  const again = createHash('sha256').update(before?.payload_salt ?? '').update('{"said":"y"}').digest('hex'); // prettier-ignore
  expect(before?.payload_hash).toBe(again);
  await erase(5);

  const after = (await rows())[4];
  expect(after).toMatchObject({ payload: {}, payload_salt: null, payload_hash: again, erased_by: 7 });
  expect(JSON.stringify(await rows())).not.toContain(before?.payload_salt);
});

test.each([
  ['of version 2 vanished', `update audit_events set payload = '{}', payload_salt = null where stream = 'a' and seq = 5`, 5], // prettier-ignore
  ['of version 1 vanished', `update audit_events set payload = '{}' where stream = 'a' and seq = 2`, 2],
  ['of version 2 changed', `update audit_events set payload = '{"said":"n"}' where stream = 'a' and seq = 5`, 5],
  ['of version 1 changed', `update audit_events set payload = '{"said":"n"}' where stream = 'a' and seq = 2`, 2],
])('a payload %s without a record of erasure', async (_name, sql, seq) => {
  await asOwner(sql);

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq }]);
});

test('a payload that vanished is no erased one because it refers to a record of others', async () => {
  await erase(2, 5);
  await asOwner(`update audit_events set payload = '{}', payload_salt = null, erased_by = 7 where stream = 'a' and seq = 4`); // prettier-ignore

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq: 4 }]);
});

test.each([
  ['version 1', 2],
  ['version 2', 5],
])('who did it cannot be changed in an erased entry of %s', async (_name, seq) => {
  await erase(2, 5);
  await asOwner(`update audit_events set actor_id = gen_random_uuid() where stream = 'a' and seq = ${seq}`);

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq }]);
});

async function fifth(): Promise<AuditRow> {
  const row = (await rows())[4];
  if (!row) throw new Error('The fifth entry is there.');
  return row;
}

/** Entry 5 is made one of version 1 that the product erased, by a record of the forger's own, and says that another acted. */
async function downgrade(): Promise<void> {
  await asOwner(
    `update audit_events set version = 1, payload = '{}', payload_salt = null, payload_hash = null, erased_by = 7,
       actor_id = gen_random_uuid() where stream = 'a' and seq = 5`,
  );
  const payload = { reason: 'purge', entries: [{ seq: 5, facts: valueHash(factsOfRow(await fifth())) }] };
  await inTransaction(database.db, (trx) =>
    appendAudit(trx, 'a', [{ key: 'own', at: 2_000, type: 'audit.erased', channel: 'system', payload }]),
  );
}

test('an entry of version 2 is not made one of version 1, where nothing of an erased one can be hashed anew', async () => {
  await downgrade();

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq: 5 }]);
});

test('nor is it sealed afterwards', async () => {
  await downgrade();
  const facts = valueHash(factsOfRow(await fifth()));
  await expect(database.db('audit_sealed').insert({ stream: 'a', seq: 5, facts })).rejects.toThrow('final');
  await database.db.raw('alter table audit_sealed disable trigger user');
  await database.db('audit_sealed').insert({ stream: 'a', seq: 5, facts });
  await append('sealed', 'another');

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'sealed', seq: 1 }]);
});

test('a record that is made to name a further entry does not fit itself', async () => {
  await erase(5);
  await asOwner(
    `update audit_events set payload = jsonb_set(payload, '{entries,0,seq}', '4') where stream = 'a' and seq = 7`,
    `update audit_events set payload = '{}', payload_salt = null, erased_by = 7 where stream = 'a' and seq = 4`,
  );

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq: 4 }]);
});

test('the table permits an erasure that is recorded and no other change', async () => {
  await erase(5);
  for (const set of [
    `payload = '{}', payload_salt = null, erased_by = 7 where stream = 'a' and seq = 4`,
    `payload = '{}', payload_salt = null, erased_by = 1 where stream = 'a' and seq = 4`,
    `payload = '{"said":"again"}' where stream = 'a' and seq = 5`,
    `erased_by = null where stream = 'a' and seq = 5`,
    `payload = '{}' where stream = 'a' and seq = 7`,
    `type = 'other' where stream = 'a' and seq = 4`,
  ])
    await expect(database.db.raw(`update audit_events set ${set}`)).rejects.toThrow('append-only');
  await expect(database.db.raw('delete from audit_events')).rejects.toThrow('append-only');
  await expect(database.db.raw('truncate audit_events')).rejects.toThrow('append-only');
  expect(await verifyAudit(database.db)).toEqual([]);
});

test('the record permits no more than to empty the entries it names', async () => {
  const record = {
    key: 'own',
    at: 1,
    type: 'audit.erased',
    channel: 'system',
    payload: { entries: [{ seq: 4 }] },
  } as const;
  await inTransaction(database.db, (trx) => appendAudit(trx, 'a', [record]));
  for (const set of [
    `payload = '{"a":1}', payload_salt = null`,
    `payload = '{}', payload_salt = null, type = 'x'`,
    `payload = '{}'`,
  ])
    await expect(
      database.db.raw(`update audit_events set erased_by = 7, ${set} where stream = 'a' and seq = 4`),
    ).rejects.toThrow('append-only');
});

test('the export of an erased entry says so, and how a stranger checks it', async () => {
  await erase(2, 5);
  const exported = (await rows()).map(toExported);

  expect(exported[4]).toMatchObject({ version: 2, payload: {}, payloadSalt: null, erasedBy: 7 });
  expect(exported[1]).toMatchObject({ version: 1, payload: {}, payloadHash: null, erasedBy: 7 });
  expect(HOW_TO_VERIFY.whole.join(' ')).toContain('`erasedBy`');
});

test('an entry of version 1 is exported as broken where another one was sealed afterwards', async () => {
  const request = { id: 'p', engagementId: null };
  await oldEntries(requestStream(request.id), 'old');
  const verified = async () => (await requestAudit(database.db, request)).verification;
  await database.db.raw('alter table audit_sealed disable trigger user');
  const [row] = await database.db<AuditRow>('audit_events').where({ stream: requestStream(request.id) });
  expect(await verified()).toEqual({ intact: false, brokenSeqs: [1] });
  await database.db('audit_sealed').insert({ stream: requestStream(request.id), seq: 1, facts: row ? valueHash(factsOfRow(row)) : '' }); // prettier-ignore
  expect(await verified()).toEqual({ intact: false, brokenSeqs: [1] });
});

test('a request whose trail was erased in part is exported as intact', async () => {
  const id = '0191d5a8-0000-7000-8000-000000000001';
  const stream = `request:${id}`;
  await append(stream, 'x', 'y');
  await inTransaction(database.db, (trx) =>
    erasePayloads(trx, { stream, seqs: [1] }, { key: 'p', reason: 'person', channel: 'system', now: 1 }),
  );
  const { verification } = await requestAudit(database.db, { id, engagementId: null });
  expect(verification).toEqual({ intact: true, brokenSeqs: [] });
});
