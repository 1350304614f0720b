import { holdersOf, standingOf, waitingMatter } from '../../db/read/role-holders';
import { insertPerson } from '../../db/stores/people';
import { noteRoleChanges } from '../../db/stores/role-changes';
import { addSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { DUTY_RULES_KEY } from '../../domain/people/duty-rules';
import { aPerson } from '../builders';
import { type TestDatabase, testDatabase } from '../database';

let database: TestDatabase;
const x = aPerson({ name: 'X', roles: ['admin'] });
const y = aPerson({ name: 'Y', roles: ['legal'] });
const z = aPerson({ name: 'Z', roles: ['hr'] });
const left = aPerson({ name: 'LEFT', roles: [], active: false });

beforeAll(async () => {
  database = await testDatabase();
  for (const person of [x, y, z, left]) await insertPerson(database.db, person, 0);
  await inTransaction(database.db, async (trx) => {
    await noteRoleChanges(trx, { userId: y.id, before: [], after: ['legal'], byId: x.id });
    await noteRoleChanges(trx, { userId: z.id, before: ['legal', 'hr'], after: ['hr'], byId: x.id });
    await noteRoleChanges(trx, { userId: left.id, before: ['legal'], after: [], byId: x.id });
  });
});
afterAll(() => database.drop());
beforeEach(() => database.db('settings').delete());

const wait = (newRoleHours: number) =>
  inTransaction(database.db, (trx) =>
    addSetting(trx, { key: DUTY_RULES_KEY, body: { newRoleHours }, actorId: x.id, now: 0 }),
  );
const holders = async (partyIds: readonly string[], hoursLater = 0) => {
  const now = Date.now() + hoursLater * 3_600_000;
  const matter = await waitingMatter(database.db, { partyIds, now });
  return (await holdersOf(database.db, 'legal', matter)).map(({ name }) => name);
};

test('without a time to wait whoever has a role holds it', async () => {
  expect(await holders([x.id])).toEqual(['Y']);
  expect(await standingOf(database.db, y.id)).toBeNull();
});

test('with one, changes by those with a part are as if never made until it is over; who has left stays out', async () => {
  await wait(24);
  expect(await holders([])).toEqual(['Y']);
  expect(await holders([x.id])).toEqual(['Z']);
  expect(await holders([x.id], 25)).toEqual(['Y']);
});

test('the changes of a person are told while they wait, by the clock of the database', async () => {
  await wait(24);
  const changes = [{ role: 'legal', given: true, byId: x.id, countsFrom: expect.any(Number) as number }];
  expect(await standingOf(database.db, y.id)).toMatchObject({ roles: ['legal'], changes });
  expect(await standingOf(database.db, x.id)).toBeNull();
});
