import { createFirstAdministrator } from '../../db/bootstrap';
import { insertPerson } from '../../db/stores/people';
import { heldToken } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.UTC(2026, 10, 24, 8);
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
/** As before the first start: only who may alter the table gets past its trigger. */
beforeEach(() =>
  inTransaction(database.db, async (trx) => {
    await trx.raw('alter table first_administrator disable trigger user');
    for (const table of ['first_administrator', 'tokens', 'users']) await trx(table).delete();
    await trx.raw('alter table first_administrator enable trigger user');
  }),
);

const opened = (secret: string) => heldToken(database.db, secret, NOW);

test('of many processes that start at once one makes the first administrator', async () => {
  const tokens = Array.from({ length: 8 }, (_none, n) => `token of process ${n}`);
  const made = await Promise.all(tokens.map((token) => createFirstAdministrator(database.db, token, NOW)));
  expect(made.filter(Boolean)).toHaveLength(1);
  const people = await Promise.all(tokens.map(opened));
  expect(people.filter((held) => held !== null)).toHaveLength(1);
});

test.each([
  ['has left', { active: false }],
  ['has lost the role', { roles: [] }],
])('the door stays closed when the only administrator %s', async (_what, change) => {
  const { db } = database;
  expect(await createFirstAdministrator(db, 'the first token', NOW)).toBe(true);
  await db('users').update(change);
  expect(await createFirstAdministrator(db, 'a second token', NOW + 1)).toBe(false);
  expect(await opened('a second token')).toBeNull();
});

test('the door closes behind an administrator who came in otherwise', async () => {
  const { db } = database;
  await insertPerson(db, aPerson({ roles: ['admin'] }), NOW);
  expect(await createFirstAdministrator(db, 'the first token', NOW)).toBe(false);
  await db('users').update({ active: false });
  expect(await createFirstAdministrator(db, 'the first token', NOW)).toBe(false);
});

test.each([
  'delete from first_administrator',
  'truncate first_administrator',
  'update first_administrator set at = now()',
])('not even the owner of the tables opens it again by `%s`', async (statement) => {
  await createFirstAdministrator(database.db, 'the first token', NOW);
  await expect(database.db.raw(statement)).rejects.toThrow('stays closed');
});
