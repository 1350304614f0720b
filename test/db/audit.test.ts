import { auditTrail, verifyAudit } from '../../db/read/audit';
import { appendAudit, type AuditEntry } from '../../db/stores/audit';
import { inTransaction } from '../../db/transaction';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.drop());

const entry = (key: string): AuditEntry => ({ key, at: 1_000, type: 'tested', channel: 'system', payload: { key } });
const append = (stream: string, ...keys: readonly string[]): Promise<void> =>
  inTransaction(database.db, (trx) => appendAudit(trx, stream, keys.map(entry)));
const tamper = async (sql: string): Promise<void> => {
  await database.db.raw('alter table audit_events disable trigger user');
  await database.db.raw(sql);
};

test('an event that is written twice is one entry', async () => {
  await append('a', 'x', 'y');
  await append('a', 'y', 'z');

  const trail = await auditTrail(database.db, 'a', { after: 0, limit: 10 });
  expect(trail.map(({ payload }) => payload['key'])).toEqual(['x', 'y', 'z']);
  expect(await verifyAudit(database.db)).toEqual([]);
});

test('writers at the same moment make one chain without a fork', async () => {
  await Promise.all(Array.from({ length: 20 }, (_none, index) => append('a', `k${index}`)));

  const trail = await auditTrail(database.db, 'a', { after: 0, limit: 100 });
  expect(trail.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_none, index) => index + 1));
  expect(await verifyAudit(database.db)).toEqual([]);
});

test('an entry can be neither changed nor removed', async () => {
  await append('a', 'x');

  await expect(database.db('audit_events').update({ type: 'other' })).rejects.toThrow('append-only');
  await expect(database.db('audit_events').delete()).rejects.toThrow('append-only');
});

test.each([
  ['an edited entry', `update audit_events set payload = '{"key":"q"}' where stream = 'a' and seq = 2`, 2],
  ['a removed entry', `delete from audit_events where stream = 'a' and seq = 2`, 2],
  ['a removed last entry', `delete from audit_events where stream = 'a' and seq = 3`, 3],
])('verification names %s', async (_name, sql, seq) => {
  await append('a', 'x', 'y', 'z');
  await append('b', 'x');

  await tamper(sql);

  expect(await verifyAudit(database.db)).toEqual([{ stream: 'a', seq }]);
});
