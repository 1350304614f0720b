import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, open, readdir, readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { eraseFiles } from '../../../activities/migration/erase-files';
import { isSignedBy } from '../../../db/signature';
import { exitView } from '../../../db/read/exit-view';
import { findEngagement } from '../../../db/stores/engagements';
import { existingDataset } from '../../../db/stores/datasets';
import { sumTombstones } from '../../../db/stores/tombstones';
import { existingRun } from '../../../db/stores/dataset-runs';
import { FilesWorld } from './files-world';
import { NOW, OPEN_GATE } from './parts';

let world: FilesWorld;

beforeAll(async () => {
  world = await FilesWorld.start();
});
afterAll(() => world.stop());

const MB = 1024 * 1024;

const sha256 = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
const listing = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true })).filter((name) => !name.startsWith('.tenure')).sort();

const ODD = {
  'plain.txt': 'a',
  'empty file': '',
  '数据/客户 名单.csv': 'b\n',
  'deep/er/and/deeper/ü%0A"\'.bin': 'c',
  'new\nline': 'd',
  '-rf': 'e',
};

test('files with odd names, empty files and empty directories arrive as they were', async () => {
  const { from, to, migration } = await world.tree('odd', ODD);
  await mkdir(join(from, 'nobody here'));
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict.passed).toBe(true);
  expect(await listing(to)).toEqual(await listing(from));
  for (const [path, content] of Object.entries(ODD)) expect(await readFile(join(to, path), 'utf8')).toBe(content);
  const { manifest } = await existingRun(world.own.db, migration.runId);
  expect(manifest?.content).toMatchObject({ files: 6, bytes: 6 });
  expect(manifest && isSignedBy(manifest)).toBe(true);
  expect(manifest && isSignedBy({ ...manifest, content: { ...manifest.content, bytes: 7 } })).toBe(false);
});

test('a run whose record was not heard of is recorded again without harm', async () => {
  const { migration, engagementId, key } = await world.tree('again', { 'a.txt': 'a' });
  await migration.inventory();
  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);
  const { manifest } = await existingRun(world.own.db, migration.runId);

  await migration.record(verdict);

  expect(await existingRun(world.own.db, migration.runId)).toMatchObject({ state: 'verified', manifest });
  expect((await existingDataset(world.own.db, { engagementId, key })).state).toBe('verified');
});

test('a large file goes on behind its last piece, whatever was torn off the rest, in bounded memory', async () => {
  const { from, to, migration } = await world.tree('large', { 'x.bin': '' });
  const file = await open(join(from, 'x.bin'), 'w');
  const block = randomBytes(MB);
  for (let i = 0; i < 200; i += 1) await file.write(block);
  await file.close();
  await migration.inventory();
  const before = process.memoryUsage().rss;
  const environment = new MockActivityEnvironment();
  let beats = 0;
  environment.on('heartbeat', () => {
    beats += 1;
    if (beats === 4) environment.cancel('CANCELLED');
  });
  await expect(migration.transfer(environment)).rejects.toThrow();
  const [staged = ''] = await readdir(join(to, '.tenure-part'));
  await appendFile(join(to, '.tenure-part', staged), 'torn');
  await migration.transfer();
  const verdict = await migration.verify();
  const grown = process.memoryUsage().rss - before;

  expect(grown).toBeLessThan(120 * MB);
  expect(verdict.passed).toBe(true);
  expect(await sha256(join(to, 'x.bin'))).toBe(await sha256(join(from, 'x.bin')));
  const twice = await world.own.db('dataset_chunks').where({ run_id: migration.runId }).where('times_sent', '>', 1);
  expect(twice).toEqual([]);
});

test('a run keeps to its own limit and tells how far it is', async () => {
  const { migration, engagementId, key } = await world.tree('slow', { 'a.bin': Buffer.alloc(600_000, 1) }, 400_000);
  await migration.inventory();
  const started = performance.now();
  await migration.transfer();
  const elapsed = performance.now() - started;
  const engagement = await findEngagement(world.own.db, engagementId);
  const datasets = engagement ? (await exitView(world.own.db, engagement, NOW)).datasets : [];

  expect(elapsed).toBeGreaterThan(1_000);
  const { progress } = datasets.find((dataset) => dataset.key === key) ?? {};
  expect(progress).toMatchObject({ phase: 'transfer', bytes: 600_000, totalBytes: 600_000, remainingSeconds: 0 });
  expect(progress?.bytesPerSecond).toBeLessThan(600_000);
});

test('every fault of a copy is found, and mended by sending it again', async () => {
  const { from, to, migration } = await world.tree('faults', {
    'a/b.txt': 'x'.repeat(5000),
    'c.txt': '',
    'big.bin': Buffer.alloc(17 * MB, 7),
  });
  await migration.inventory();
  await migration.transfer();
  const flip = (path: string, at: number): Promise<void> => spoil(join(to, path), at);
  const faults: Readonly<Record<string, () => Promise<unknown>>> = {
    'first byte': () => flip('a/b.txt', 0),
    'last byte': () => flip('a/b.txt', 4999),
    'middle of the first piece': () => flip('big.bin', 8 * MB),
    'second piece': () => flip('big.bin', 16 * MB + 5),
    shortened: () => truncate(join(to, 'big.bin'), 16 * MB - 3),
    lengthened: () => appendFile(join(to, 'c.txt'), '\n'),
    removed: () => unlink(join(to, 'a/b.txt')),
    'removed large': () => unlink(join(to, 'big.bin')),
  };
  for (const [fault, inject] of Object.entries(faults)) {
    await inject();
    await world.own.db('dataset_chunks').where({ run_id: migration.runId }).update({ state: 'sent' });
    expect([fault, (await migration.verify()).passed]).toEqual([fault, false]);
    await migration.transfer();
    expect([fault, (await migration.verify()).passed]).toEqual([fault, true]);
    expect([fault, await sha256(join(to, 'big.bin'))]).toEqual([fault, await sha256(join(from, 'big.bin'))]);
  }
});

/** Flips a byte of a file. */
async function spoil(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.from('!'), 0, 1, at);
  await file.close();
}

test('a piece that is sent again leaves the rest of its file, and the manifest tells the file as it is then', async () => {
  const { from, to, migration } = await world.tree('mended', { 'big.bin': Buffer.alloc(33 * MB, 7) });
  await migration.inventory();
  await migration.transfer();
  await spoil(join(to, 'big.bin'), MB);
  expect((await migration.verify()).passed).toBe(false);

  await migration.transfer();
  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict.passed).toBe(true);
  const sum = await sha256(join(from, 'big.bin'));
  expect(await sha256(join(to, 'big.bin'))).toBe(sum);
  const { manifest } = await existingRun(world.own.db, migration.runId);
  expect(manifest?.content.sha256).toBe(createHash('sha256').update(`${sum}  big.bin\n`).digest('hex'));
});

test('a second run over an earlier copy brings what has changed in the first piece of a large file', async () => {
  const { from, to, migration, runAgain } = await world.tree('renewed', { 'big.bin': Buffer.alloc(33 * MB, 7) });
  await migration.inventory();
  await migration.transfer();
  await migration.record(await migration.verify());
  await spoil(join(from, 'big.bin'), 5);
  const second = runAgain();
  await second.open();
  await second.inventory();
  await second.transfer();

  expect((await second.verify()).passed).toBe(true);
  expect(await sha256(join(to, 'big.bin'))).toBe(await sha256(join(from, 'big.bin')));
});

test('a file at the target that nobody sent keeps the copy from being called equal', async () => {
  const { to, migration } = await world.tree('stray', { 'a.txt': 'a' });
  await migration.inventory();
  await migration.transfer();
  await writeFile(join(to, 'stray.txt'), 'x');

  const verdict = await migration.verify();

  expect(verdict.passed).toBe(false);
  expect(verdict.findings.flatMap(({ differences }) => differences)).toEqual(['stray.txt is at the target only']);
  expect(await readFile(join(to, 'stray.txt'), 'utf8')).toBe('x');
});

test('deleting a directory spares what changed after its verification, and is done when repeated', async () => {
  const { from, migration, engagementId, key } = await world.tree('deletion', {
    'a/b.txt': 'b',
    'c.txt': 'c',
    'd.txt': 'd',
  });
  await migration.inventory();
  await migration.transfer();
  await migration.record(await migration.verify());
  await writeFile(join(from, 'd.txt'), 'changed');
  const dataset = await existingDataset(world.own.db, { engagementId, key });
  const signal = new AbortController().signal;
  const erasure = {
    deps: world.deps,
    dataset,
    runId: migration.runId,
    signal,
    now: NOW,
    at: () => undefined,
    ...OPEN_GATE,
  };

  await expect(eraseFiles(erasure)).rejects.toMatchObject({ code: 'DATASET_NOT_VERIFIED' });
  expect(await readFile(join(from, 'd.txt'), 'utf8')).toBe('changed');
  await writeFile(join(from, 'd.txt'), 'd');
  expect(await eraseFiles(erasure)).toBe(0);

  expect(await readdir(from)).toEqual([]);
  expect(await sumTombstones(world.own.db, dataset)).toMatchObject({ units: 3, bytes: 3 });
});
