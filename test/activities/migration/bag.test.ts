import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { parse } from 'csv-parse/sync';
import { join } from 'node:path';
import { existingRun } from '../../../db/stores/dataset-runs';
import { testDatabase, type TestDatabase } from '../../database';
import { aDataset, aMigration, anEngagement, emptySource, sql } from './parts';

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

test('papers of an earlier migration that are none of this one are taken away, and nothing else is', async () => {
  const source = await emptySource(`create table kept (id int primary key)`, `insert into kept values (1)`);
  const to = join(root, 'again');
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, {
    ...{ key: 'again', title: 'Again', personalData: false },
    source: { kind: 'postgres', secretRef: 'env:SOURCE', tables: ['kept'] },
    target: { kind: 'directory', path: to },
  });
  const exitAllow = [root, source.url.replace(/\/\/.*@/, '//')];
  const deps = { db: own.db, secrets: ['k'.repeat(32)], exitAllow, environment: { SOURCE: source.url } };
  const migration = aMigration(deps, { ...who, key: 'again' });
  await migration.open();
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await mkdir(join(to, 'schemas'), { recursive: true });
  await writeFile(join(to, 'schemas/public.older.json'), '{}');
  await writeFile(join(to, 'manifest-plain-sha256.txt'), '');
  await writeFile(join(to, 'schemas/notes.txt'), 'of somebody else');
  await migration.record(verdict);
  await source.drop();

  expect(await readdir(join(to, 'schemas'))).toEqual(['notes.txt', 'public.kept.json']);
  expect(await readdir(to)).toEqual([
    ...['README.md', 'bag-info.txt', 'bagit.txt', 'data', 'data-dictionary.md', 'manifest-sha256.txt', 'schemas'],
    ...['tagmanifest-sha256.txt', 'tenure-manifest.json'],
  ]);
});

/** A bag of one table, made by somebody of that language. */
async function bagOf(name: string, { locale, format }: { locale: string; format: 'csv' | 'ndjson' }) {
  const source = await emptySource(
    `create table notes (id int primary key, text text, amount numeric, at timestamptz, tags text[], ok boolean)`,
    `comment on table notes is 'What people | wrote'`,
    `comment on column notes.text is '备注'`,
    ...VALUES.map(
      (text, i) =>
        `insert into notes values (${i}, ${text === null ? 'null' : `'${text.replaceAll("'", "''")}'`}, ${-i}.5, '2026-01-01Z', array['a', 'b'], true)`,
    ),
  );
  const to = join(root, name);
  const who = await anEngagement(own.db);
  await own.db('users').where({ id: who.personId }).update({ locale });
  await aDataset(own.db, who.engagementId, {
    key: name,
    title: 'Notes',
    personalData: false,
    source: { kind: 'postgres', secretRef: 'env:SOURCE', tables: ['notes'] },
    target: { kind: 'directory', path: to, format },
  });
  const exitAllow = [root, source.url.replace(/\/\/.*@/, '//')];
  const deps = { db: own.db, secrets: ['k'.repeat(32)], exitAllow, environment: { SOURCE: source.url } };
  const migration = aMigration(deps, { ...who, key: name });
  await migration.open();
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);
  await source.drop();
  return { to, verdict, runId: migration.runId };
}

const VALUES = [
  'plain',
  null,
  '',
  '=1+1',
  '+1',
  '-1',
  '@sum',
  '\tx',
  "'quoted",
  '＝全角',
  'a,b',
  'say "so"',
  'two\nlines\r\nthree',
  '客户',
];

test('tables become CSV that no spreadsheet runs and whose values can be had back exactly', async () => {
  const { to, verdict, runId } = await bagOf('csv', { locale: 'en', format: 'csv' });
  const text = await readFile(join(to, 'data/public.notes/000000.csv'), 'utf8');
  const records: Record<string, string>[] = parse(text, { columns: true, record_delimiter: '\r\n' });

  expect(verdict).toMatchObject({ passed: true });
  expect(text.split('\r\n')[0]).toBe('id,text,amount,at,tags,ok');
  expect(text.split('\r\n').at(-1)).toBe('');
  const cells = records.map((record) => record['text'] ?? '');
  expect(cells.filter((cell) => /^[=+\-@\t＝]/.test(cell))).toEqual([]);
  expect(cells.map((cell) => cell.replace(/^'/, ''))).toEqual(VALUES.map((value) => value ?? ''));
  expect(text).toContain('\r\n1,,-1.5,2026-01-01T00:00:00+00:00,"[""a"",""b""]",true\r\n2,"",-2.5');
  expect((await existingRun(own.db, runId)).manifest?.content).toMatchObject({ files: 1, rows: VALUES.length });
});

test.each([
  ['en', 'How to check it', '| text | text | no | no | 备注 |'],
  ['zh-CN', '如何核对', '| text | text | 否 | 否 | 备注 |'],
])(
  'a bag explains itself in the language %s of who made it, and its papers can be checked too',
  async (locale, how, row) => {
    const { to } = await bagOf(`papers-${locale}`, { locale, format: 'ndjson' });

    expect(await readFile(join(to, 'README.md'), 'utf8')).toContain(how);
    const dictionary = await readFile(join(to, 'data-dictionary.md'), 'utf8');
    expect(dictionary).toContain(row);
    expect(dictionary).toContain('What people | wrote');
    const tags = (await readFile(join(to, 'tagmanifest-sha256.txt'), 'utf8')).trim().split('\n');
    expect(tags.map((line) => line.slice(66)).sort()).toEqual([
      'README.md',
      'bag-info.txt',
      'bagit.txt',
      'data-dictionary.md',
      'manifest-sha256.txt',
      'schemas/public.notes.json',
      'tenure-manifest.json',
    ]);
    for (const line of tags) expect(line.slice(0, 64)).toBe(await sha256(join(to, line.slice(66))));
  },
);

test('a table that no paper can describe is refused before anything of it is sent', async () => {
  const source = await emptySource();
  // Only an administrator makes a type of bytes.
  const administrator = new URL(process.env['TENURE_TEST_DATABASE_OWNER_URL'] ?? '');
  administrator.pathname = new URL(source.url).pathname;
  await sql(
    administrator.href,
    `create type odd`,
    `create function odd_in(cstring) returns odd language internal immutable strict as 'int4in'`,
    `create function odd_out(odd) returns cstring language internal immutable strict as 'int4out'`,
    `create type odd (input = odd_in, output = odd_out, internallength = 4, passedbyvalue)`,
  );
  await sql(source.url, `create table strange (id int primary key, what odd)`, `insert into strange values (1, '7')`);
  const to = join(root, 'strange');
  const who = await anEngagement(own.db);
  await aDataset(own.db, who.engagementId, {
    ...{ key: 'strange', title: 'Strange', personalData: false },
    source: { kind: 'postgres', secretRef: 'env:SOURCE', tables: ['strange'] },
    target: { kind: 'directory', path: to },
  });
  const deps = { db: own.db, secrets: ['k'.repeat(32)], exitAllow: [root, source.url.replace(/\/\/.*@/, '//')] };
  const migration = aMigration({ ...deps, environment: { SOURCE: source.url } }, { ...who, key: 'strange' });
  await migration.open();

  await expect(migration.inventory()).rejects.toMatchObject({
    type: 'INVALID_FIELDS',
    nonRetryable: true,
    message: expect.stringContaining('odd cannot be described'),
  });
  expect(await readdir(to).catch(() => [])).toEqual([]);
  await source.drop();
});
