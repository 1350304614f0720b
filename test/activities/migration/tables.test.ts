import pg from 'pg';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { MigrationDeps } from '../../../activities/migration/deps';
import { findDataset } from '../../../db/stores/datasets';
import { existingRun } from '../../../db/stores/dataset-runs';
import { emptyDatabase, testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement, atRest, sql } from './parts';

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
  await sql(
    source.url,
    `create table customers (id bigint primary key, name text not null, balance numeric(12,2), born date, note jsonb)`,
    `insert into customers select i, 'Kunde ' || i || E'\\t\\\\ ü\\n', i * 1.25, date '1990-01-01' + (i % 9000)::int, jsonb_build_object('n', i) from generate_series(1, 100000) i`,
    `create table orders (customer_id bigint references customers, line int, sku text, primary key (customer_id, line))`,
    `insert into orders select i, 1, 'sku-' || i from generate_series(1, 25000) i`,
    `create table codes (code text primary key, label text)`,
    `insert into codes select chr(65 + i % 26) || i, null from generate_series(1, 500) i`,
    `create table nothing (id uuid primary key)`,
  );
});
afterAll(async () => {
  for (const database of [own, source, target]) await database.drop();
});

const TABLES = ['orders', 'customers', 'codes', 'nothing'];
const definition = (key: string, tables = TABLES, renamed?: string[]) => ({
  key,
  title: 'Customers',
  personalData: true,
  source: { kind: 'postgres' as const, url: source.url, tables },
  target: { kind: 'postgres' as const, url: target.url, ...(renamed && { tables: renamed }) },
});

async function started(key: string, tables?: string[], renamed?: string[]) {
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, definition(key, tables, renamed));
  const migration = aMigration(deps, { ...who, key });
  await migration.open();
  await migration.inventory();
  return { ...who, migration };
}

const count = async (url: string, table: string): Promise<number> =>
  Number((await sql(url, `select count(*) as n from ${table}`)).rows[0].n);

test('a migration interrupted again and again resumes behind its last chunk and doubles nothing', async () => {
  const { migration, engagementId } = await started('all');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const environment = new MockActivityEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => {
      beats += 1;
      if (beats === 3) environment.cancel('CANCELLED');
    });
    await expect(migration.transfer(environment)).rejects.toThrow();
  }
  const between = await own.db('dataset_chunks').where({ run_id: migration.runId }).max('times_sent as most').first();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict.findings.flatMap(({ differences }) => differences)).toEqual([]);
  expect(verdict.passed).toBe(true);
  expect(between?.['most']).toBe(1);
  expect(await count(target.url, 'customers')).toBe(100_000);
  expect(await count(target.url, 'orders')).toBe(25_000);
  expect(await findDataset(own.db, { engagementId, key: 'all' })).toMatchObject({ state: 'verified' });
  const run = await existingRun(own.db, migration.runId);
  expect(run.manifest?.content).toMatchObject({ rows: 125_500 });
});

test('every single fault at the target is found, and mended by sending its chunk again', async () => {
  await sql(
    source.url,
    `create table small (id int primary key, name text, amount numeric)`,
    `insert into small select i, 'n' || i, i from generate_series(1, 300) i`,
  );
  const { migration } = await started('small', ['small']);
  await migration.transfer();
  const faults = [
    `update small set name = name || ' ' where id = 7`,
    `update small set amount = amount + 0.1 where id = 300`,
    `update small set name = null where id = 150`,
    `delete from small where id = 1`,
    `insert into small values (301, 'extra', 1)`,
    `insert into small values (-5, 'extra', 1)`,
    `update small set id = 1000 where id = 12`,
    `truncate small`,
  ];
  for (const fault of faults) {
    await sql(target.url, fault);
    await own.db('dataset_chunks').where({ run_id: migration.runId }).update({ state: 'sent' });
    expect([fault, (await migration.verify()).passed]).toEqual([fault, false]);
    await migration.transfer();
    expect([fault, (await migration.verify()).passed]).toEqual([fault, true]);
  }
  expect(await count(target.url, 'small')).toBe(300);
});

test('rows that change at the source after they were sent are sent again', async () => {
  await sql(
    source.url,
    `create table moving (id int primary key, name text)`,
    `insert into moving select i, 'n' from generate_series(1, 50) i`,
  );
  const { migration } = await started('moving', ['moving']);
  await migration.transfer();
  await sql(
    source.url,
    `update moving set name = 'new' where id = 3`,
    `insert into moving values (51, 'late')`,
    `delete from moving where id = 4`,
  );

  const first = await migration.verify();
  await migration.transfer();
  const second = await migration.verify();

  expect([first.passed, second.passed]).toEqual([false, true]);
  expect(await count(target.url, `moving where name = 'new' or id = 51`)).toBe(2);
  expect(await count(target.url, 'moving where id = 4')).toBe(0);
});

test('what was written after the inventory is counted, by whether the copy has it', async () => {
  await sql(
    source.url,
    `create table busy (id int primary key, name text)`,
    `insert into busy select i, 'n' from generate_series(1, 50) i`,
  );
  const { migration } = await started('busy', ['busy']);
  await sql(
    source.url,
    `insert into busy values (51, 'in')`,
    `update busy set name = 'in' where id = 1`,
    `delete from busy where id = 2`,
  );
  await migration.transfer();
  const verdict = await migration.verify();
  await sql(source.url, `insert into busy values (52, 'late')`);
  await migration.record(verdict);

  const { verification } = await existingRun(own.db, migration.runId);
  expect(verification).toMatchObject({ passed: true, addendum: { included: 2, missing: 1 } });
  expect(verification?.addendum?.frozen.rows).toEqual({ 'public.busy': 50 });
  expect(verification?.addendum?.verified.rows).toEqual({ 'public.busy': 50 });
  expect(await count(target.url, 'busy')).toBe(50);
});

test.each([
  ['a changed text', `update drift set name = 'other' where id = 7`],
  ['a row less and one more', `with gone as (delete from drift where id = 8) insert into drift values (108, 'n')`],
])('%s in what an earlier attempt called equal is found by the next one', async (_, change) => {
  await sql(
    source.url,
    `drop table if exists drift`,
    `create table drift (id int primary key, name text)`,
    `insert into drift select i, 'n' from generate_series(1, 50) i`,
  );
  await Promise.all([sql(target.url, `drop table if exists drift`), atRest(source.url)]);
  const { migration } = await started('drift', ['drift']);
  await migration.transfer();
  expect(await migration.verify()).toMatchObject({ passed: true });
  expect((await migration.verify()).findings[0]).toMatchObject({ check: 'hashes', compared: 0 });
  await sql(source.url, change);

  expect(await migration.verify()).toMatchObject({ passed: false });
  await migration.transfer();
  expect(await migration.verify()).toMatchObject({ passed: true });
});

test('a change in a part of a transaction that was under way at the inventory is found', async () => {
  await sql(
    source.url,
    `create table parted (id int primary key, name text)`,
    `insert into parted select i, 'n' from generate_series(1, 50) i`,
  );
  const writer = new pg.Client({ connectionString: source.url });
  await writer.connect();
  try {
    await writer.query('begin; select pg_current_xact_id(); savepoint part');
    await writer.query(`update parted set name = 'late' where id = 1; release savepoint part`);
    await sql(source.url, 'create table beside ()');
    const { migration } = await started('parted', ['parted']);
    await migration.transfer();
    await writer.query('commit');

    expect(await migration.verify()).toMatchObject({ passed: false, findings: [{ check: 'hashes' }] });
    await migration.transfer();
    expect(await migration.verify()).toMatchObject({ passed: true });
  } finally {
    await writer.end();
  }
});

test('a target table that holds rows of somebody else is refused and left alone', async () => {
  await sql(source.url, `create table mine (id int primary key)`);
  await sql(target.url, `create table mine (id int primary key)`, `insert into mine values (1)`);

  await expect(started('mine', ['mine'])).rejects.toThrow('already holds rows');
  expect(await count(target.url, 'mine')).toBe(1);
});

test('a table may take another name at the target', async () => {
  await sql(source.url, `create table old_name (id int primary key)`, `insert into old_name values (1), (2)`);
  const { migration } = await started('renamed', ['old_name'], ['archive.new_name']);
  await migration.transfer();
  expect((await migration.verify()).passed).toBe(true);
  expect(await count(target.url, 'archive.new_name')).toBe(2);
});

test('a drill carries a sample over, measures it, and leaves nothing behind', async () => {
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, definition('drill', ['customers']));
  const drill = aMigration(deps, { ...who, key: 'drill', drillBp: 500 });
  await drill.open();
  await drill.inventory();
  await drill.transfer();
  const verdict = await drill.verify();
  await drill.record(verdict);

  expect(verdict.passed).toBe(true);
  const run = await existingRun(own.db, drill.runId);
  expect(run.manifest?.content.rows).toBe(5000);
  expect(run.throughput?.bytes).toBeGreaterThan(0);
  const left = await sql(target.url, `select 1 from pg_namespace where nspname like 'tenure_drill%'`);
  expect(left.rowCount).toBe(0);
  expect(await findDataset(own.db, { engagementId: who.engagementId, key: 'drill' })).toMatchObject({
    state: 'inventoried',
  });
});

test('a place outside the allowlist is refused when the migration runs', async () => {
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, definition('outside', ['customers']));
  const migration = aMigration({ ...deps, exitAllow: [] }, { ...who, key: 'outside' });
  await migration.open();
  await expect(migration.inventory()).rejects.toMatchObject({ type: 'LOCATION_NOT_ALLOWED' });
});
