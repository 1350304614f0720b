import type { MigrationDeps } from '../../../activities/migration/deps';
import { eraseTables } from '../../../activities/migration/erase-tables';
import { existingDataset } from '../../../db/stores/datasets';
import { existingRun } from '../../../db/stores/dataset-runs';
import { emptyDatabase, testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement, NOW, OPEN_GATE, sql } from './parts';

let own: TestDatabase;
let source: TestDatabase;
let target: TestDatabase;
let deps: MigrationDeps;

beforeAll(async () => {
  [own, source, target] = [await testDatabase(), await emptyDatabase(), await emptyDatabase()];
  deps = {
    db: own.db,
    exitAllow: [source.url, target.url].map((url) => url.replace(/\/\/.*@/, '//')),
    secrets: ['k'.repeat(32)],
    environment: {},
  };
  for (const { url } of [source, target])
    await sql(url, `create type colour as enum ('red', 'gr''ün')`, `create domain short as varchar(9)`);
});
afterAll(async () => {
  for (const database of [own, source, target]) await database.drop();
});

async function inventoried(key: string, tables: readonly string[]) {
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, {
    ...{ key, title: key, personalData: true },
    source: { kind: 'postgres', url: source.url, tables: [...tables] },
    target: { kind: 'postgres', url: target.url },
  });
  const migration = aMigration(deps, { ...who, key });
  await migration.open();
  await migration.inventory();
  return { ...who, migration };
}

const binaryOf = async (runId: string) => (await existingRun(own.db, runId)).frozen?.binary;
const asText = async (url: string, table: string) =>
  (await sql(url, `select t::text as row from ${table} t order by id`)).rows as readonly unknown[];

const EVERYTHING = `id int primary key, b bool, i2 smallint, i8 bigint, f4 real, f8 double precision, n numeric, n2 numeric(12,2), t text,
  v varchar(20), c char(5), by bytea, j json, jb jsonb, d date, ti time, tz timetz, ts timestamp, tsz timestamptz, iv interval, u uuid,
  ip inet, net cidr, mac macaddr, m8 macaddr8, e colour, s short`;
const ROWS = [
  `(1, true, -32768, -9223372036854775808, 'NaN', '-0', 'NaN', 0.10, '', '', '', '', '{"a" : 1, "a":2}', '{"n": 1.10}', '-infinity', '24:00', '00:00+14', 'infinity', '4713-01-01 BC', '-1 mon 1 day -0.000001 s', '00000000-0000-0000-0000-000000000000', '::1/7', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', 'gr''ün', 'neun')`,
  `(2, false, 32767, 9223372036854775807, '1e-45', '1.7976931348623157e308', '-0.00010', -1, E'a\\tb\\\\\\n客户', '客户', 'ab', '\\x0001ff', 'null', 'null', '2026-01-01', '00:00:00.000001', '12:00-11:30', '1999-12-31 23:59:59.999999', '2026-06-01Z', 'P1Y2M3DT4H', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '10.1.2.3', '::/0', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', 'red', '')`,
  `(3${', null'.repeat(26)})`,
];

test('tables of types that are built in, their enums and domains go over in binary form and are equal', async () => {
  await sql(source.url, `create table everything (${EVERYTHING})`, `insert into everything values ${ROWS.join(', ')}`);
  const { migration } = await inventoried('everything', ['everything']);
  await migration.transfer();
  const verdict = await migration.verify();

  expect(verdict).toMatchObject({ passed: true, findings: [{ check: 'hashes', compared: 1 }, {}, {}, {}] });
  expect(await binaryOf(migration.runId)).toEqual(['public.everything']);
  expect(await asText(target.url, 'everything')).toEqual(await asText(source.url, 'everything'));
  const { rows } = await own.db('dataset_chunks').where({ run_id: migration.runId }).first('rows');
  expect(rows).toBe(3);
});

test('tables with types that bear numbers of their server, and with lists, go over as text and are equal', async () => {
  await sql(
    source.url,
    `create type pair as (a int, b text)`,
    `create table listed (id int primary key, list int[])`,
    `insert into listed values (1, '{null,2}'), (2, '{}'), (3, null)`,
    // This list has no null any more, and still has the room for one.
    `update listed set list[1] = 5 where id = 1`,
    `create table paired (id int primary key, p pair)`,
    `insert into paired values (1, row(1, 'x'))`,
  );
  await sql(target.url, `create type beside as (a int)`, `create type pair as (a int, b text)`);
  const { migration } = await inventoried('listed', ['listed', 'paired']);
  await migration.transfer();

  expect(await migration.verify()).toMatchObject({ passed: true });
  expect(await binaryOf(migration.runId)).toEqual([]);
  expect(await asText(target.url, 'listed')).toEqual(await asText(source.url, 'listed'));
});

const small = (table: string) => [
  `create table ${table} (id int primary key, name text)`,
  `insert into ${table} select i, 'n' || i from generate_series(1, 50) i`,
];

test('a migration that began before there was a choice goes on as text', async () => {
  await sql(source.url, ...small('older'));
  const { migration } = await inventoried('older', ['older']);
  await own
    .db('dataset_runs')
    .where({ id: migration.runId })
    .update({ frozen: own.db.raw(`frozen - 'binary'`) });
  await migration.transfer();
  const verdict = await migration.verify();
  const { rows } = await sql(
    source.url,
    `select encode(sha256(convert_to(string_agg(id || E'\\t' || name || E'\\n', '' order by id), 'UTF8')), 'hex') as hash from older`,
  );

  expect(verdict.passed).toBe(true);
  expect(await own.db('dataset_chunks').where({ run_id: migration.runId }).first('sha256')).toEqual({
    sha256: (rows as { hash: string }[])[0]?.hash,
  });
});

test.each([
  ['binary form', 'public.erased_binary', (frozen: string) => frozen],
  ['text', 'public.erased_text', (frozen: string) => `${frozen} - 'binary'`],
])('rows whose hash was taken in %s are deleted, and those that changed since are not', async (_, table, frozen) => {
  await sql(source.url, ...small(table));
  const { migration, engagementId } = await inventoried(table, [table]);
  const { runId } = migration;
  await own
    .db('dataset_runs')
    .where({ id: runId })
    .update({ frozen: own.db.raw(frozen('frozen')) });
  await migration.transfer();
  await migration.record(await migration.verify());
  const dataset = await existingDataset(own.db, { engagementId, key: table });
  const erase = () =>
    eraseTables({
      ...OPEN_GATE,
      deps,
      dataset,
      runId,
      signal: new AbortController().signal,
      now: NOW,
      at: () => undefined,
    });
  await sql(source.url, `update ${table} set name = 'new' where id = 7`);
  await expect(erase()).rejects.toThrow('have changed since');
  await sql(source.url, `update ${table} set name = 'n7' where id = 7`);

  expect(await erase()).toBe(0);
  expect((await sql(source.url, `select from ${table}`)).rowCount).toBe(0);
});
