import { leagueField } from '../../db/read/league-field';
import { keepLeagueLines } from '../../db/stores/league-lines';
import { inTransaction, type Trx } from '../../db/transaction';
import { SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import { aPerson, aVendor } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { openServices } from './services';

const TODAY = '2027-02-20';
const NOW = Date.parse(`${TODAY}T09:00:00Z`);
const rules = SHIPPED_SCORE_RULES;
const owner = aPerson();
const vendors = [0, 1].map((n) => aVendor({ ownerId: owner.id, name: `Vendor ${n}`, country: 'CN' }));
const [first, second] = vendors.map(({ id }) => id) as [string, string];

let database: TestDatabase;
const db = () => database.db;
let service = '';
beforeEach(async () => {
  database = await testDatabase();
  [service = ''] = await openServices(db(), { owner, vendors, count: 1, now: NOW });
  await db()('engagements')
    .where({ id: service })
    .update({ vendor_id: first, service_type: 'it', state: 'IN_SERVICE', live_on: '2026-01-01' });
  await inTransaction(db(), (trx) => score(trx, 80));
  await keepLeagueLines(db(), TODAY);
});
afterEach(() => database.drop());

const score = (trx: Trx, points: number) =>
  trx('rolling_scores')
    .insert({ engagement_id: service, decay: rules.rolling, formula: ROLLING_FORMULA, score: points, previous: null })
    .onConflict(['engagement_id', 'decay'])
    .merge();

const field = async () =>
  (await leagueField(db(), 'it', { today: TODAY, rules })).map((line) => [line.vendorId, line.score]);
const marks = () => db()('league_marks').orderBy('id');

test('a line that is kept is read, not summed', async () => {
  expect(await field()).toEqual([[first, 80]]);
  await db()('league_lines').update({ score: 11 });
  expect(await field()).toEqual([[first, 11]]);
});

test('what changes while lines are being kept is not lost, although it is not seen', async () => {
  await inTransaction(db(), async (trx) => {
    await score(trx, 40);
    await db()('league_lines').update({ rules: 'of before' });
    expect(await keepLeagueLines(db(), TODAY)).toBe(1);
    expect(await field()).toEqual([[first, 80]]);
  });
  expect(await field()).toEqual([[first, 40]]);
  await keepLeagueLines(db(), TODAY);
  expect(await field()).toEqual([[first, 40]]);
});

test('a service that moves while its score changes is counted where it went, with the new score', async () => {
  await inTransaction(db(), async (moving) => {
    await moving('engagements').where({ id: service }).update({ vendor_id: second });
    await inTransaction(db(), (trx) => score(trx, 40));
    await keepLeagueLines(db(), TODAY);
    expect(await field()).toEqual([[first, 40]]);
  });
  expect(await field()).toEqual([[second, 40]]);
  expect(await keepLeagueLines(db(), TODAY)).toBe(2);
  expect(await field()).toEqual([[second, 40]]);
  expect(await db()('league_lines').select('vendor_id')).toEqual([{ vendor_id: second }]);
});

test('whoever changes a service does not wait for whoever keeps lines, and of those who would keep them one does', async () => {
  await inTransaction(db(), async (keeping) => {
    await keeping.raw(`select pg_advisory_xact_lock(hashtext('league-lines'))`);
    await inTransaction(db(), (trx) => score(trx, 40));
    expect(await keepLeagueLines(db(), TODAY)).toBe(0);
    expect(await marks()).toMatchObject([{ engagement_id: service }]);
  });
  expect(await field()).toEqual([[first, 40]]);
});

test('a change that comes to nothing leaves no mark, and one that tells nothing of leagues neither', async () => {
  const undone = inTransaction(db(), async (trx) => {
    await score(trx, 40);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await db()('engagements').where({ id: service }).update({ title: 'Another title' });
  expect(await marks()).toEqual([]);
});

test('a vendor without a running service in a category has no line there', async () => {
  await db()('engagements').where({ id: service }).update({ state: 'CLOSED' });
  expect(await field()).toEqual([]);
  await keepLeagueLines(db(), TODAY);
  expect(await db()('league_lines')).toEqual([]);
});

test('it stops between two parts when it is told to, and goes on later', async () => {
  await inTransaction(db(), (trx) => score(trx, 40));
  expect(await keepLeagueLines(db(), TODAY, AbortSignal.abort())).toBe(0);
  expect(await marks()).toHaveLength(1);
  expect(await keepLeagueLines(db(), TODAY)).toBe(1);
});
