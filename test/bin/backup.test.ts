import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreBackup } from '../../bin/backup/restore';
import { fileOf, manifestOf, takeBackup } from '../../bin/backup/take';
import { pendingMigrations } from '../../db/migrate';
import { anEngagement } from '../activities/migration/parts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../database';
import { dumpOf } from '../dump';

const KEY = 'the key of backups that only tests use';
let place: string;
let origin: TestDatabase;
let target: TestDatabase;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'tenure-backup-'));
  origin = await testDatabase();
  await anEngagement(origin.db);
  await origin.db.raw(`select nextval('engagement_numbers')`);
});
afterAll(async () => {
  await origin.drop();
  rmSync(place, { recursive: true, force: true });
});
beforeEach(async () => {
  target = await emptyDatabase();
});
afterEach(() => target.drop());

/** Without what the migrator notes of its own runs. */
const rowsOf = async ({ db }: TestDatabase): Promise<string> =>
  (await dumpOf(db)).replaceAll(/^.*"migration_time".*$/gm, '');

async function backedUp(name: string, key?: string): Promise<string> {
  const folder = join(place, name);
  await takeBackup({ databaseUrl: origin.url, folder, key, now: Date.parse('2027-01-05T08:00:00Z') });
  return folder;
}

test.each([['plain', undefined] as const, ['encrypted', KEY] as const])(
  'a %s backup fills an empty database with the same rows, references, triggers and numbers',
  async (name, key) => {
    const folder = await backedUp(name, key);
    const before = await rowsOf(origin);
    await restoreBackup({ databaseUrl: target.url, folder, key });

    expect(await rowsOf(target)).toBe(before);
    expect(await pendingMigrations(target.db)).toEqual([]);
    const next = `select nextval('engagement_numbers') as n`;
    expect((await target.db.raw<{ rows: unknown }>(next)).rows).toEqual(
      (await origin.db.raw<{ rows: unknown }>(next)).rows,
    );
    await expect(target.db('audit_events').delete()).rejects.toThrow(/append/i);
    const counted = `select count(*) from pg_constraint where contype = 'f'`;
    expect((await target.db.raw<{ rows: unknown }>(counted)).rows).toEqual(
      (await origin.db.raw<{ rows: unknown }>(counted)).rows,
    );
  },
);

test('an encrypted backup shows nothing of what it holds, and opens with its own key only', async () => {
  const folder = await backedUp('secret', KEY);
  const first = readFileSync(fileOf(folder, 'engagements'));
  expect(first.subarray(0, 2)).not.toEqual(Buffer.from([0x1f, 0x8b]));
  const order = { databaseUrl: target.url, folder };
  await expect(restoreBackup({ ...order, key: undefined })).rejects.toThrow(/set TENURE_BACKUP_KEY/);
  await expect(restoreBackup({ ...order, key: `${KEY}!` })).rejects.toThrow(/not the key of this backup/);
  expect(await dumpOf(target.db)).toBe('');
});

test.each([undefined, KEY])('a byte that was changed stops the restore before it touches anything', async (key) => {
  const folder = await backedUp(`damaged-${key?.length ?? 0}`, key);
  const path = fileOf(folder, 'audit_events');
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  writeFileSync(path, bytes);
  await expect(restoreBackup({ databaseUrl: target.url, folder, key })).rejects.toThrow(/SHA-256 differs/);
  expect(await dumpOf(target.db)).toBe('');
});

test('a backup of a newer release is refused with the migration that is not known here', async () => {
  const folder = await backedUp('newer');
  const text = readFileSync(manifestOf(folder), 'utf8');
  writeFileSync(manifestOf(folder), text.replace('"0001-people"', '"9999-unheard-of"'));
  await expect(restoreBackup({ databaseUrl: target.url, folder, key: undefined })).rejects.toThrow(/9999-unheard-of/);
});

test('a database that holds something is left alone, or kept beside', async () => {
  const folder = await backedUp('aside');
  await target.db.schema.createTable('precious', (table) => table.integer('n'));
  await target.db('precious').insert({ n: 7 });
  await target.db.destroy();
  target.db.initialize();
  const order = { databaseUrl: target.url, folder, key: undefined };
  await expect(restoreBackup(order)).rejects.toThrow(/not empty/);
  await restoreBackup({ ...order, aside: 'kept' });
  expect(await target.db.withSchema('kept').table('precious').pluck('n')).toEqual([7]);
  expect(await rowsOf(target)).toBe(await rowsOf(origin));
});

test('a key that is set takes no backup that says it needs none', async () => {
  const folder = await backedUp('unsealed');
  const order = { databaseUrl: target.url, folder, key: KEY };
  await expect(restoreBackup(order)).rejects.toThrow(/is not encrypted/);
  expect(await dumpOf(target.db)).toBe('');
});

test('a folder may be named with a slash at its end', async () => {
  expect(readdirSync(await backedUp('slash/'))).toContain('manifest.json');
});

test('a backup never writes into a folder that exists', async () => {
  const folder = await backedUp('twice');
  await expect(backedUp('twice')).rejects.toThrow(/exists already/);
  expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect(readdirSync(folder)).toContain('manifest.json');
});
