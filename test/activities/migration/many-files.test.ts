import { MockActivityEnvironment } from '@temporalio/testing';
import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { mkdir, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attempt } from '../../../activities/migration/attempt';
import { PACK_BYTES } from '../../../activities/migration/mover';
import { transfer } from '../../../activities/migration/transfer';
import { verifyRun } from '../../../activities/migration/verify';
import { type Lines, manifestEntries, manifestText } from '../../../db/stores/dataset-entries';
import type { Db } from '../../../db/knex';
import { existingRun } from '../../../db/stores/dataset-runs';
import { FilesWorld } from './files-world';
import { NOW } from './parts';

let world: FilesWorld;

beforeAll(async () => {
  world = await FilesWorld.start();
});
afterAll(() => world.stop());

/** More than are sent together, and more than are judged together. */
const COUNT = 1_700;
const FILES_PER_PACK = 500;
const nameOf = (index: number): string => `${index % 7}/客户 "${index}".dat`;
const names = Array.from({ length: COUNT }, (_, index) => nameOf(index));
const many = (): Record<string, string> =>
  Object.fromEntries(Array.from({ length: COUNT }, (_, index) => [nameOf(index), 'x'.repeat(index % 90)]));

const states = async (runId: string): Promise<Readonly<Record<string, number>>> => {
  const rows: { state: string; count: number }[] = await world.own
    .db('dataset_chunks')
    .where({ run_id: runId })
    .groupBy('state')
    .select('state', world.own.db.raw('count(*)::int as count'));
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};

test('of many small files an interrupted migration sends those again that were not written down, and no other', async () => {
  const { from, to, migration } = await world.tree('interrupted', many());
  await mkdir(join(from, 'nobody here'));
  await migration.inventory();
  const environment = new MockActivityEnvironment();
  environment.on('heartbeat', () => environment.cancel('CANCELLED'));
  await expect(migration.transfer(environment)).rejects.toThrow();
  const before: { unit: string }[] = await world.own.db('dataset_chunks').where({ run_id: migration.runId });
  const written = new Set(before.map(({ unit }) => unit));
  const twice = names.filter((name) => !written.has(name) && existsSync(join(to, name)));
  const inodes = await Promise.all(before.map(async ({ unit }) => (await stat(join(to, unit))).ino));

  await migration.transfer();
  const verdict = await migration.verify();

  expect(twice.length).toBeLessThanOrEqual(2 * FILES_PER_PACK);
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(COUNT);
  expect(await Promise.all(before.map(async ({ unit }) => (await stat(join(to, unit))).ino))).toEqual(inodes);
  expect(verdict.passed).toBe(true);
  expect(verdict.findings).toContainEqual({ check: 'hashes', compared: COUNT, differences: [] });
  expect((await stat(join(to, 'nobody here'))).isDirectory()).toBe(true);
  expect((await existingRun(world.own.db, migration.runId)).sentAgain).toBeLessThanOrEqual(1);
});

test('empty directories are at the target when it is recorded, also those that came or went after the transfer', async () => {
  const { from, to, migration } = await world.tree('empty', { 'a.dat': 'x' });
  await mkdir(join(from, 'early', 'deep'), { recursive: true });
  await migration.inventory();
  await migration.transfer();
  expect((await stat(join(to, 'early/deep'))).isDirectory()).toBe(true);
  await rm(join(to, 'early'), { recursive: true });
  await mkdir(join(from, 'late'));

  const verdict = await migration.verify();
  await migration.record(verdict);

  expect(verdict.passed).toBe(true);
  expect((await readdir(to)).sort()).toEqual(['a.dat', 'early', 'late']);
  expect(await readdir(join(to, 'early'))).toEqual(['deep']);
});

test('one spoiled file among many is the only one that is sent again', async () => {
  const { to, migration } = await world.tree('spoiled', many());
  await migration.inventory();
  await migration.transfer();
  await truncate(join(to, nameOf(1_234)), 3);

  expect((await migration.verify()).findings).toEqual([
    { check: 'hashes', compared: COUNT, differences: [`${nameOf(1_234)} 0`] },
  ]);
  expect(await states(migration.runId)).toEqual({ bad: 1, verified: COUNT - 1 });
  await migration.transfer();
  expect(await states(migration.runId)).toEqual({ sent: 1, verified: COUNT - 1 });
  expect((await migration.verify()).passed).toBe(true);
  const again = await world.own.db('dataset_chunks').where({ run_id: migration.runId }).where('times_sent', '>', 1);
  expect(again).toMatchObject([{ unit: nameOf(1_234), times_sent: 2 }]);
});

test('the manifest as text has the same lines, however many of them come at once', async () => {
  const { migration } = await world.tree('lines', many());
  await migration.inventory();
  await migration.transfer();
  await migration.verify();
  const lines: string[] = [];
  for await (const { name, sha256 } of manifestEntries(world.own.db, migration.runId))
    lines.push(`${sha256}  ${name}\n`);

  for (const perPage of [100, COUNT, 5_000]) {
    const pages: Lines[] = [];
    for await (const page of manifestText(world.own.db, migration.runId, perPage)) pages.push(page);
    expect(pages.map((page) => page.lines).join('')).toBe(lines.join(''));
    expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(COUNT);
  }
});

/** Other work comes before what has arrived is written down. */
const slowToWrite = (db: Db): Db =>
  new Proxy(db, {
    get: (target, name, receiver): unknown =>
      name !== 'raw'
        ? Reflect.get(target, name, receiver)
        : (text: string, values: Record<string, string>) =>
            text.startsWith('with next') ? afterOthers(db, text, values) : db.raw(text, values),
  });

async function afterOthers(db: Db, text: string, values: Record<string, string>): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await db.raw('select 1');
  await db.raw(text, values);
}

test('a large file is written down before the next one is on its way', async () => {
  const { migration } = await world.tree('large', { 'a.dat': 'x' });
  const paths = ['a.dat', 'b.dat', 'c.dat'];
  const written: number[] = [];
  const attempt = {
    run: await existingRun(world.own.db, migration.runId),
    mover: {
      together: {
        covers: () => true,
        work: async function* () {
          for (const path of await Promise.resolve(paths))
            yield { files: [JSON.stringify([path])], last: { unit: path, seq: 0 } };
        },
        send: async (files: readonly string[]) => {
          written.push((await states(migration.runId)).sent ?? 0);
          const bytes = PACK_BYTES + 1;
          const [unit] = JSON.parse(files[0] ?? '[]') as readonly string[];
          return { lines: JSON.stringify([{ unit, bytes, sha256: '0'.repeat(64) }]), bytes };
        },
      },
    },
    signal: new AbortController().signal,
    at: () => undefined,
  } as unknown as Attempt;

  await transfer(slowToWrite(world.own.db), attempt, NOW);

  expect(written).toEqual([0, 1, 2]);
});

test('the time that the disk takes for what was sent is part of the transfer', async () => {
  const { migration } = await world.tree('slow disk', { 'a.dat': 'x' });
  await migration.inventory();
  await migration.transfer();
  const run = await existingRun(world.own.db, migration.runId);
  const clock = performance.now.bind(performance);
  let late = 0;
  const spy = jest.spyOn(performance, 'now').mockImplementation(() => clock() + late);
  const attempt = {
    run,
    mover: {
      flush: () => {
        late = 60_000;
        return Promise.resolve();
      },
      together: { perOrder: 64, compare: () => Promise.resolve([]) },
      findings: () => Promise.resolve([]),
    },
    signal: new AbortController().signal,
    at: () => undefined,
  } as unknown as Attempt;

  try {
    expect((await verifyRun(world.own.db, attempt, NOW)).passed).toBe(true);
  } finally {
    spy.mockRestore();
  }

  const { transferMs } = await existingRun(world.own.db, migration.runId);
  expect(transferMs - run.transferMs).toBeGreaterThanOrEqual(60_000);
});

test('no file is called equal before the disk has taken in what was sent', async () => {
  const { to, migration } = await world.tree('unflushed', many());
  await migration.inventory();
  await migration.transfer();
  const compared: string[] = [];
  const refused = new Error('the disk is full');
  const attempt = {
    run: await existingRun(world.own.db, migration.runId),
    mover: {
      flush: async () => {
        while (compared.length < COUNT / 64) await stat(to);
        throw refused;
      },
      together: {
        perOrder: 64,
        compare: (files: readonly string[]) => {
          compared.push(...files);
          return Promise.resolve([]);
        },
      },
    },
    signal: new AbortController().signal,
    at: () => undefined,
  } as unknown as Attempt;

  await expect(verifyRun(world.own.db, attempt, NOW)).rejects.toBe(refused);

  expect(await states(migration.runId)).toEqual({ sent: COUNT });
  expect((await migration.verify()).passed).toBe(true);
  expect(await states(migration.runId)).toEqual({ verified: COUNT });
});
