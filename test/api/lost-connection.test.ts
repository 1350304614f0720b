import type { EventEmitter } from 'node:events';
import { Client } from 'pg';
import { problemOf, toDomainError } from '../../api/problems';
import { inTransaction, type Trx } from '../../db/transaction';
import { type TestDatabase, testDatabase } from '../database';

let database: TestDatabase;
let other: Client;
beforeAll(async () => {
  database = await testDatabase();
  other = new Client({ connectionString: database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await database.drop();
});

test('whoever is told that a part is away is not told that nothing was done: the reply to a commit may be what was lost', () => {
  const { detail } = problemOf(toDomainError(new Error('Connection terminated unexpectedly')), 'r');

  expect(detail).toContain('may have been done');
  expect(detail).toContain('Idempotency-Key');
});

const answerOf = (work: (trx: Trx) => Promise<unknown>): Promise<string> =>
  inTransaction(database.db, work).then(
    () => 'done',
    (error: unknown) => toDomainError(error).code,
  );

/** Ends the session of a transaction, as an operator or a failing server does. */
async function endSession(trx: Trx): Promise<void> {
  const { rows } = await trx.raw<{ rows: readonly { pid: number }[] }>('select pg_backend_pid() as pid');
  await other.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
}

test('a session that ends between two statements of a transaction is a part that is away, not a defect', async () => {
  const code = await answerOf(async (trx) => {
    // Knex keeps to itself of what type its driver is; in a transaction it answers the one client that this has.
    const driver = trx.client as { readonly acquireConnection: () => Promise<EventEmitter> };
    const client = await driver.acquireConnection();
    // Its error, which comes before, is told to whoever asks next.
    const lost = new Promise((resolve) => client.once('end', resolve));
    await endSession(trx);
    await lost;
    await trx.raw('select 1');
  });

  expect(code).toBe('UNAVAILABLE');
});

test('a session that ends during a statement is a part that is away, and the next transaction has another', async () => {
  const code = await answerOf(async (trx) => {
    const end = async (): Promise<unknown> => other.query('select pg_terminate_backend($1)', [await sleeping()]);
    await Promise.all([trx.raw('select pg_sleep(30)'), end()]);
  });

  expect(code).toBe('UNAVAILABLE');
  expect(await answerOf((trx) => trx.raw('select 1'))).toBe('done');
});

async function sleeping(): Promise<number> {
  for (;;) {
    const { rows } = await other.query<{ pid: number }>(
      `select pid from pg_stat_activity where query like 'select pg_sleep(30)%' and state = 'active' and datname = current_database()`,
    );
    const [row] = rows;
    if (row) return row.pid;
  }
}
