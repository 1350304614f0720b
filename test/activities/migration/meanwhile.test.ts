import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { existingRun } from '../../../db/stores/dataset-runs';
import { BagWorld } from './bag-world';
import { emptySource, sql } from './parts';

let world: BagWorld;
beforeAll(async () => {
  world = await BagWorld.start();
});
afterAll(() => world.stop());

const SOURCE = [
  `create table a (id int primary key, n int)`,
  `insert into a select i, i from generate_series(1, 1000) i`,
  `create table b (id int primary key, n int)`,
  `insert into b select i, i from generate_series(1, 500) i`,
];
const end = (...tables: string[]) => ({ kind: 'postgres' as const, secretRef: 'env:SOURCE', tables });

test('what was written to each table after its snapshot is counted at the record, deletions by the number of rows', async () => {
  const source = await emptySource(...SOURCE);
  const { migration } = await world.migration('meanwhile', end('a', 'b'), {}, { SOURCE: source.url });
  await sql(source.url, `update a set n = 0 where id <= 3`);
  await migration.transfer();
  const verdict = await migration.verify();
  await sql(
    source.url,
    `update a set n = 1 where id <= 2`,
    `insert into a values (2000, 1)`,
    `delete from b where id <= 7`,
  );
  const before = Date.now();
  await migration.record(verdict);
  const { verification } = await existingRun(world.own.db, migration.runId);
  await source.drop();

  expect(verification?.addendum).toMatchObject({
    included: 1,
    missing: 3,
    tables: { 'public.a': { included: 1, missing: 3, growth: 1 }, 'public.b': { included: 0, missing: 0, growth: -7 } },
  });
  expect(Date.parse(verification?.readBack?.from ?? '')).toBeLessThanOrEqual(before);
  expect(Date.parse(verification?.readBack?.until ?? '')).toBeGreaterThanOrEqual(before);
});

test.each(['ndjson', 'csv'] as const)(
  'records of %s are compared field by field with the source, 200 of each table',
  async (format) => {
    const source = await emptySource(...SOURCE);
    const { to, migration } = await world.migration(
      `sample-${format}`,
      end('a', 'b'),
      { format },
      { SOURCE: source.url },
    );
    await migration.transfer();
    const verdict = await migration.verify();
    await source.drop();

    expect(verdict).toMatchObject({ passed: true });
    expect(verdict.findings).toContainEqual({ check: 'samples', compared: 400, differences: [] });
    expect((await readFile(join(to, `data/public.a/000000.${format}`), 'utf8')).split('\n')).toHaveLength(
      format === 'csv' ? 1002 : 1001,
    );
  },
);

test('a file that nobody sent keeps a bag from being equal; what an earlier migration left is taken away', async () => {
  const source = await emptySource(...SOURCE);
  const { to, migration } = await world.migration('strays', end('a'), {}, { SOURCE: source.url });
  await migration.transfer();
  await writeFile(join(to, 'data/public.a/000007.ndjson'), '{"id":9,"n":9}\n');
  await appendFile(join(to, 'data/stray'), 'x');

  const verdict = await migration.verify();
  await source.drop();

  expect(verdict).toMatchObject({ passed: false });
  expect(verdict.findings).toContainEqual({
    check: 'files',
    compared: 3,
    differences: ['data/stray is at the target only'],
  });
});
