import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { eraseFiles } from '../../../activities/migration/erase-files';
import { existingDataset } from '../../../db/stores/datasets';
import { sumTombstones } from '../../../db/stores/tombstones';
import { type Connectors, openConnectors } from './connectors-world';
import { NOW, OPEN_GATE } from './parts';

let world: Connectors;

beforeAll(async () => {
  world = await openConnectors();
}, 120_000);
afterAll(() => world.close());

const MB = 1024 * 1024;
jest.setTimeout(120_000);

async function downloadOf(name: string, content: Buffer) {
  const source = await world.fill('https', name, { 'x.bin': content });
  const migration = await world.migrationOf(source, world.endOf('directory', name));
  await migration.inventory();
  return migration;
}

const copyOf = async (name: string): Promise<Buffer | undefined> =>
  (await world.contents('directory', name)).get('x.bin');

test('a download whose connection is cut goes on behind its last piece with the same edition', async () => {
  const content = randomBytes(33 * MB);
  const migration = await downloadOf('cut', content);
  world.https.mood.cutAfter = 5 * MB;
  await expect(migration.transfer()).rejects.toThrow();
  await migration.transfer();

  expect(await migration.verify()).toMatchObject({ passed: true });
  expect((await copyOf('cut'))?.equals(content)).toBe(true);
  expect(
    world.https.asked.filter((line) => /bytes=16777216-33554431 "[0-9a-f]{16}"/.test(line)).length,
  ).toBeGreaterThan(0);
});

test('a file that changes between two pieces is not mixed: the copy is of one edition', async () => {
  const migration = await downloadOf('changed', Buffer.alloc(33 * MB, 1));
  await migration.transfer();
  const later = Buffer.alloc(33 * MB, 2);
  await writeFile(world.fileOf('https', 'changed', 'x.bin'), later);

  expect(await migration.verify()).toMatchObject({ passed: false });
  await migration.transfer();
  expect(await migration.verify()).toMatchObject({ passed: true });
  expect((await copyOf('changed'))?.equals(later)).toBe(true);
});

test('a large file from a server that gives no parts is refused, a small one is taken', async () => {
  world.https.mood.ranges = false;
  const large = await downloadOf('whole-large', Buffer.alloc(17 * MB, 1));
  await expect(large.transfer()).rejects.toMatchObject({ nonRetryable: true });
  const small = await downloadOf('whole-small', Buffer.from('small'));
  await small.transfer();
  expect(await small.verify()).toMatchObject({ passed: true });
  world.https.mood.ranges = true;
});

test('an address without a file is named before anything is written', async () => {
  const source = world.endOf('https', 'nothing', ['x.bin']);
  const migration = await world.migrationOf(source, world.endOf('directory', 'nothing'));
  await expect(migration.inventory()).rejects.toThrow('there is nothing at its address');
});

async function erasureOf(migration: Awaited<ReturnType<typeof downloadOf>>) {
  const dataset = await existingDataset(world.own.db, { engagementId: migration.engagementId, key: 'files' });
  const { signal } = new AbortController();
  return { deps: world.deps, dataset, runId: migration.runId, signal, now: NOW, at: () => undefined, ...OPEN_GATE };
}

test.each(['s3', 'sftp'] as const)(
  'a source at %s is deleted, but what changed after its verification',
  async (kind) => {
    const files = { 'a/b.txt': 'b', 'large.bin': Buffer.alloc(17 * MB, 1), 'z.txt': 'z' };
    const source = await world.fill(kind, 'gone', files);
    const migration = await world.migrationOf(source, world.endOf('directory', `gone-${kind}`));
    await migration.inventory();
    await migration.transfer();
    await migration.record(await migration.verify());
    await world.fill(kind, 'gone', { 'z.txt': 'changed' });
    const erasure = await erasureOf(migration);

    await expect(eraseFiles(erasure)).rejects.toMatchObject({ code: 'DATASET_NOT_VERIFIED' });
    expect([...(await world.contents(kind, 'gone')).keys()]).toEqual(['z.txt']);
    await world.fill(kind, 'gone', { 'z.txt': 'z' });
    expect(await eraseFiles(erasure)).toBe(0);

    expect([...(await world.contents(kind, 'gone')).keys()]).toEqual([]);
    expect(await sumTombstones(world.own.db, erasure.dataset)).toMatchObject({ units: 3, bytes: 17 * MB + 2 });
  },
);

test('what was downloaded counts as deleted once nobody offers it any more', async () => {
  const migration = await downloadOf('offered', Buffer.from('x'));
  await migration.transfer();
  await migration.record(await migration.verify());
  const erasure = await erasureOf(migration);

  await expect(eraseFiles(erasure)).rejects.toMatchObject({ code: 'DATASET_NOT_VERIFIED' });
  await rm(world.fileOf('https', 'offered', 'x.bin'));
  expect(await eraseFiles(erasure)).toBe(0);
  expect(await sumTombstones(world.own.db, erasure.dataset)).toMatchObject({ units: 1, bytes: 1 });
});
