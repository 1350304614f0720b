import { v7 as uuidv7 } from 'uuid';
import { migrate, migrateTo } from '../../db/migrate';
import type { Db } from '../../db/knex';
import { migrations } from '../../db/migrations';
import { keepYears } from '../../db/years';
import { anEngagement } from '../activities/migration/parts';
import { personalData } from '../../db/personal/export';
import { purgeBatch } from '../../db/purge/batch';
import type { PurgeRow } from '../../db/stores/purges';
import { inTransaction } from '../../db/transaction';
import { emptyDatabase, type TestDatabase } from '../database';

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

const BEFORE = Object.keys(migrations).filter((name) => name < '0776');
const NOW = new Date().getUTCFullYear();

async function measured(db: Db): Promise<{ readonly engagementId: string; readonly personId: string }> {
  const { engagementId, personId } = await anEngagement(db);
  const kpi = { engagement_id: engagementId, key: 'uptime', position: 1, definition: '{}', contract_version: 1 };
  await db('kpis').insert(kpi);
  return { engagementId, personId };
}

const setDown = (
  db: Db,
  { engagementId }: { readonly engagementId: string },
  ...periods: readonly string[]
): Promise<unknown> =>
  db('kpi_values').insert(
    periods.map((period) => ({
      engagement_id: engagementId,
      key: 'uptime',
      period,
      revision: 1,
      value: 99,
      recorded_at: new Date(),
    })),
  );

/** In which part the value of each period lies. */
async function places(db: Db): Promise<Readonly<Record<string, string>>> {
  const { rows } = await db.raw<{ rows: { period: string; part: string }[] }>(
    'select period, tableoid::regclass::text as part from kpi_values order by period',
  );
  return Object.fromEntries(rows.map(({ period, part }) => [period, part]));
}

test('values that were there become the first part as they are, with all who may read them', async () => {
  const { db, url } = database;
  await migrateTo(url, BEFORE);
  const id = await measured(db);
  await setDown(db, id, '2019-Q4', '2026-11', '2027');
  const role = 'pg_monitor';
  await db.raw(`grant select, insert on kpi_values to ${role}`);

  await migrate(url);

  expect(await places(db)).toEqual({
    '2019-Q4': 'kpi_values_until_2027',
    '2026-11': 'kpi_values_until_2027',
    '2027': 'kpi_values_until_2027',
  });
  const may = (table: string): Promise<unknown> =>
    db
      .raw(`select has_table_privilege('${role}', '${table}', 'select, insert') as may`)
      .then(({ rows }) => rows[0].may);
  expect([await may('kpi_values'), await may('kpi_values_until_2027')]).toEqual([true, false]);
  await expect(setDown(db, id, '2027')).rejects.toMatchObject({ code: '23505' });
});

test('an installation that has values of years to come keeps all of them in its first part', async () => {
  const { db, url } = database;
  await migrateTo(url, BEFORE);
  await setDown(db, await measured(db), '2031-H1');

  await migrate(url);

  expect(await places(db)).toEqual({ '2031-H1': 'kpi_values_until_2031' });
});

test('each year has a part of its own in time, and what came before its part moves into it', async () => {
  const { db, url } = database;
  await migrate(url);
  const far = [`${NOW + 3}-12`, `${NOW + 4}`, `${NOW + 4}-Q4`, `${NOW + 5}-01`] as const;
  await setDown(db, await measured(db), `${NOW + 2}-12`, ...far);
  const other = 'kpi_values_other';
  const own = `kpi_values_${NOW + 2}`;
  expect(await places(db)).toEqual({ [`${NOW + 2}-12`]: own, ...Object.fromEntries(far.map((each) => [each, other])) });

  await keepYears(db, Date.UTC(NOW + 2, 5, 1));
  await keepYears(db, Date.UTC(NOW + 2, 5, 1));

  expect(await places(db)).toEqual({
    [`${NOW + 2}-12`]: own,
    [`${NOW + 3}-12`]: `kpi_values_${NOW + 3}`,
    [`${NOW + 4}`]: `kpi_values_${NOW + 4}`,
    [`${NOW + 4}-Q4`]: `kpi_values_${NOW + 4}`,
    [`${NOW + 5}-01`]: other,
  });
});

test('what asks for a period looks into its year alone', async () => {
  const { db, url } = database;
  await migrate(url);
  const { rows } = await db.raw<{ rows: { 'QUERY PLAN': string }[] }>(
    `explain select * from kpi_values where engagement_id = '${'0'.repeat(8)}-0000-7000-8000-000000000000' and period = '${NOW + 2}-03'`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain(`kpi_values_${NOW + 2}`);
  expect(plan).not.toMatch(/until|other/);
});

test('who asks what is known of a person is told of every value of every year, once', async () => {
  const { db, url } = database;
  await migrate(url);
  const { engagementId, personId } = await measured(db);
  const period = [`${NOW}-01`, `${NOW + 2}-01`];
  for (const each of period)
    await db.raw(
      `insert into kpi_values (engagement_id, key, period, revision, recorded_at, recorded_by)
       select ?, 'uptime', ?, n, now(), ? from generate_series(1, 600) n`,
      [engagementId, each, personId],
    );

  const told: string[] = [];
  for await (const { table, row } of personalData(db, { id: personId, email: 'nobody@example.org' }))
    if (table === 'kpi_values') told.push(`${String(row['period'])} ${String(row['revision'])}`);

  expect(told).toHaveLength(1_200);
  expect(new Set(told).size).toBe(1_200);
});

test('a purge takes values of its engagement alone, also where those of another one have the same place in another part', async () => {
  const { db, url } = database;
  await migrate(url);
  const [own, other] = [await measured(db), await measured(db)];
  const add = (engagementId: string, period: string, revisions: number): Promise<unknown> =>
    db.raw(
      `insert into kpi_values (engagement_id, key, period, revision, recorded_at)
       select ?, 'uptime', ?, n, now() from generate_series(1, ?::integer) n`,
      [engagementId, period, revisions],
    );
  await add(own.engagementId, `${NOW}-01`, 3);
  await add(other.engagementId, `${NOW + 2}-01`, 3);
  const id = uuidv7();
  const [purge] = await db('purges')
    .insert({
      id,
      engagement_id: own.engagementId,
      reason: 'It is over.',
      archive_sha256: '',
      state: 'asked',
      requested_by: own.personId,
      requested_at: new Date(),
    }) // prettier-ignore
    .returning<PurgeRow[]>('*');

  await inTransaction(db, (trx) => purgeBatch(trx, purge!, Date.now()));

  expect(await db('kpi_values').distinct('engagement_id').count({ count: '*' }).groupBy('engagement_id')).toEqual([
    { engagement_id: other.engagementId, count: 3 },
  ]);
});
