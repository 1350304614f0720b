import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existingRun } from '../../../db/stores/dataset-runs';
import { testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement, emptySource } from './parts';

let own: TestDatabase;
let root: string;

beforeAll(async () => {
  own = await testDatabase();
  root = await mkdtemp(join(tmpdir(), 'tenure-bag-'));
});
afterAll(async () => {
  await own.drop();
  await rm(root, { recursive: true, force: true });
});

const sha256 = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

test('tables become lines of JSON with a manifest that sha256sum understands', async () => {
  const source = await emptySource(
    `create table people (id bigint primary key, name text, sum numeric, at timestamptz)`,
    `insert into people select i, 'ü "quoted" \\ ' || E'\\n\\t' || i, i / 8.0, '2026-01-01Z' from generate_series(1, 12345) i`,
  );
  const to = join(root, 'bag');
  const who = await anEngagement(own.db);
  const end = { kind: 'postgres' as const, secretRef: 'env:SOURCE', tables: ['people'] };
  await aDataset(own.db, who.engagementId, {
    key: 'bag',
    title: 'People',
    personalData: true,
    source: end,
    target: { kind: 'directory', path: to },
  });
  const migration = aMigration(
    {
      db: own.db,
      secrets: ['k'.repeat(32)],
      exitAllow: [root, source.url.replace(/\/\/.*@/, '//')],
      environment: { SOURCE: source.url },
    },
    { ...who, key: 'bag' },
  );
  await migration.open();
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);
  await source.drop();

  expect(verdict).toMatchObject({ passed: true });
  const lines = (await readFile(join(to, 'data/public.people/000000.ndjson'), 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(10_000);
  expect(JSON.parse(lines[6] ?? '')).toEqual({
    id: '7',
    name: 'ü "quoted" \\ \n\t7',
    sum: '0.87500000000000000000',
    at: '2026-01-01T00:00:00+00:00',
  });
  const manifest = (await readFile(join(to, 'manifest-sha256.txt'), 'utf8')).trim().split('\n');
  for (const line of manifest) expect(line.slice(0, 64)).toBe(await sha256(join(to, line.slice(66))));
  expect((await existingRun(own.db, migration.runId)).manifest?.content).toMatchObject({ files: 2, rows: 12_345 });
  expect(await readdir(join(to, 'schemas'))).toEqual(['public.people.json']);
});
