import { inTransaction } from '../../db/transaction';
import { together } from '../../db/together';
import { testDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeAll(async () => (database = await testDatabase()));
afterAll(() => database.drop());

const ask = async (db: TestDatabase['db'], n: number): Promise<number> => {
  const { rows } = await db.raw<{ rows: { n: number }[] }>('select ?::int as n, pg_sleep(0.01)', [n]);
  return rows[0]?.n ?? 0;
};

test('each answer stands where its read stood, over the pool and within a transaction', async () => {
  const reads = (db: TestDatabase['db']) => together(db, [() => ask(db, 1), () => ask(db, 2), () => ask(db, 3)]);
  expect(await reads(database.db)).toEqual([1, 2, 3]);
  expect(await inTransaction(database.db, reads)).toEqual([1, 2, 3]);
});

test('a transaction that sends two statements at once fails in a test', async () => {
  const beside = inTransaction(database.db, (trx) => Promise.all([ask(trx, 1), ask(trx, 2)]));
  await expect(beside).rejects.toThrow('within one transaction, use together()');
});
