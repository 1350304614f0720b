import { migrate, pendingMigrations } from '../../db/migrate';
import { emptyDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

test('the release before prepares a schema that the next one has changed already: that is the way back', async () => {
  const { db, url } = database;
  await migrate(url);
  await db('knex_migrations').insert({ name: '9999-of-the-next-release', batch: 2, migration_time: new Date() });
  await db('knex_migrations').where({ name: '0773-newest-events-in-order' }).delete();
  await db.raw(`
    drop index audit_events_newest_first;
    create index audit_events_newest on audit_events (at desc) where stream like 'engagement:%';
  `);

  expect(await migrate(url)).toEqual(['0773-newest-events-in-order']);
  expect(await pendingMigrations(db)).toEqual([]);
  expect(await db('knex_migrations').where({ name: '9999-of-the-next-release' }).pluck('batch')).toEqual([2]);
});
