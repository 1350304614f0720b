import { aPerson } from '../builders';
import { type TestDatabase, testDatabase } from '../database';
import { openServices } from './services';

let database: TestDatabase;
beforeAll(async () => (database = await testDatabase()));
afterAll(() => database.drop());

test('numbers have four digits until there are more engagements than that, and one more then', async () => {
  const { db } = database;
  const opened = async (last: number): Promise<readonly string[]> => {
    await db.raw('select setval(?, ?)', ['engagement_numbers', last]);
    const now = Date.parse('2026-03-01T00:00:00Z');
    const ids = await openServices(db, { owner: aPerson(), count: 2, now });
    return db('engagements')
      .whereIn('id', [...ids])
      .orderBy('number')
      .pluck<string[]>('number');
  };
  expect(await opened(998)).toEqual(['ENG-2026-0999', 'ENG-2026-1000']);
  expect(await opened(9_998)).toEqual(['ENG-2026-10000', 'ENG-2026-9999']);
  expect(await opened(99_999)).toEqual(['ENG-2026-100000', 'ENG-2026-100001']);
});
