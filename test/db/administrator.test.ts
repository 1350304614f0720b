import { letInAdministrator } from '../../db/administrator';
import { insertPerson } from '../../db/stores/people';
import { beginSecondFactor, confirmSecondFactor, hasApp } from '../../db/stores/second-factors';
import { heldToken } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import { aPerson } from '../builders';
import { testDatabase, type TestDatabase } from '../database';

const NOW = Date.UTC(2026, 10, 24, 8);
const HOUR = 3_600_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

test('whoever runs the product lets an administrator in: for an hour, on record, and the person is told', async () => {
  const { db } = database;
  const person = aPerson({ roles: ['finance'], active: false });
  await insertPerson(db, person, NOW);
  await beginSecondFactor(db, person.id, { seed: 'sealed', now: NOW });
  await inTransaction(db, (trx) => confirmSecondFactor(trx, person.id, { seed: 'sealed', step: 1, now: NOW }));
  const wish = { email: person.email.toUpperCase(), secret: 'first secret', resetSecondFactor: false, now: NOW };
  expect(await letInAdministrator(db, wish)).toMatchObject({
    id: person.id,
    active: true,
    roles: ['finance', 'admin'],
  });
  expect((await heldToken(db, 'first secret', NOW + HOUR - 1))?.person.id).toBe(person.id);
  expect(await heldToken(db, 'first secret', NOW + HOUR)).toBeNull();
  expect(await hasApp(db, person.id)).toBe(true);
  await letInAdministrator(db, { ...wish, secret: 'second secret', resetSecondFactor: true });
  expect(await hasApp(db, person.id)).toBe(false);
  const entries = await db('audit_events').where({ type: 'user.administrator-let-in' }).orderBy('seq');
  expect(entries.map(({ payload }) => payload.secondFactorReset)).toEqual([false, true]);
  const told = await db('mail_orders').where({ recipient_id: person.id });
  expect(told.map(({ facts }) => facts.change).sort()).toEqual(['second-factor-reset', 'token-made', 'token-made']);
});

test('nobody who is not on record is let in', async () => {
  const wish = { email: 'nobody@example.com', secret: 'third secret', resetSecondFactor: false, now: NOW };
  expect(await letInAdministrator(database.db, wish)).toBeNull();
  expect(await heldToken(database.db, 'third secret', NOW)).toBeNull();
});
