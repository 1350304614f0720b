import { gathering, once } from '../../db/once';
import { inTransaction } from '../../db/transaction';
import { findSetting, addSetting } from '../../db/stores/settings';
import { insertPerson } from '../../db/stores/people';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.parse('2027-02-20T09:00:00Z');
const person = aPerson();

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await insertPerson(database.db, person, NOW);
});
afterAll(() => database.drop());

const set = (key: string, body: object) =>
  inTransaction(database.db, (trx) => addSetting(trx, { key, body, actorId: person.id, now: NOW }));

/** How many statements the work sends. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  let sent = 0;
  const count = (): void => void (sent += 1);
  database.db.on('query', count);
  await work();
  database.db.removeListener('query', count);
  return sent;
}

test('what is gathered is read once for all who ask, and elsewhere whenever it is asked', async () => {
  const read = async (db: TestDatabase['db']) => once(db, 'one', async () => db.raw('select 1'));
  const thrice = async (db: TestDatabase['db']) => Promise.all([read(db), read(db), read(db)]);
  expect(await statements(() => thrice(database.db))).toBe(3);
  const page = gathering(database.db);
  expect(await statements(() => thrice(page))).toBe(1);
  expect(await statements(() => thrice(page))).toBe(0);
  expect(await statements(() => thrice(gathering(database.db)))).toBe(1);
});

test('settings come in one statement, each as it is set now', async () => {
  await set('one', { n: 1 });
  await set('two', { n: 2 });
  await set('one', { n: 3 });
  const page = gathering(database.db);
  const keys = ['one', 'two', 'three'];
  let found: unknown[] = [];
  expect(await statements(async () => (found = await Promise.all(keys.map((key) => findSetting(page, key)))))).toBe(1);
  expect(found).toEqual(await Promise.all(keys.map((key) => findSetting(database.db, key))));
  expect(found).toEqual([{ version: 3, origin: 'own', body: { n: 3 } }, { version: 2, origin: 'own', body: { n: 2 } }, null]); // prettier-ignore
  expect(await findSetting(page, 'one', 2)).toMatchObject({ body: { n: 1 } });
});
