import { randomBytes } from 'node:crypto';
import { open, truncate, unlink } from 'node:fs/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { existingRun } from '../../../db/stores/dataset-runs';
import { type Connectors, type Kind, openConnectors } from './connectors-world';

let world: Connectors;

beforeAll(async () => {
  world = await openConnectors();
}, 120_000);
afterAll(() => world.close());

const MB = 1024 * 1024;
const SMALL: Readonly<Record<string, string | Buffer>> = {
  'plain.txt': 'a',
  'empty file': '',
  '数据/客户 (名单) + 100%!*.csv': 'b\n',
  'deep/er/ü%0A~=;.bin': 'c',
};
const LARGE = { 'large.bin': Buffer.concat([randomBytes(64), Buffer.alloc(17 * MB, 7), randomBytes(64)]) };
const PAIRS = (['directory', 's3', 'sftp', 'https'] as const).flatMap((from) =>
  (['directory', 's3', 'sftp'] as const).map((to) => [from, to] as const),
);

test.each(PAIRS)(
  'files go from %s to %s, arrive as they were and are verified by reading back',
  async (from, to) => {
    // Large files take the roads from or to a directory: what reads and what writes does not know the other.
    const files = from === 'directory' || to === 'directory' ? { ...SMALL, ...LARGE } : SMALL;
    const source = await world.fill(from, `${from}-for-${to}`, files);
    const name = `${from}-to-${to}`;
    const migration = await world.migrationOf(source, world.endOf(to, name));
    await migration.inventory();
    await migration.transfer();
    const verdict = await migration.verify();
    await migration.record(verdict);

    expect(verdict).toMatchObject({ passed: true });
    const there = await world.contents(to, name);
    expect([...there.keys()].sort()).toEqual(Object.keys(files).sort());
    for (const [path, content] of Object.entries(files))
      expect(there.get(path)?.equals(Buffer.from(content))).toBe(true);
    const run = await existingRun(world.own.db, migration.runId);
    const bytes = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    expect(run.manifest?.content).toMatchObject({ files: Object.keys(files).length, bytes });
  },
  120_000,
);

const TARGETS = ['s3', 'sftp'] as const;

test.each(TARGETS)(
  'a copy to %s interrupted in the middle goes on behind its last piece',
  async (to) => {
    const name = `resumed-${to}`;
    const content = randomBytes(40 * MB);
    const source = await world.fill('directory', name, { 'x.bin': content });
    const migration = await world.migrationOf(source, world.endOf(to, name));
    await migration.inventory();
    const environment = new MockActivityEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => {
      beats += 1;
      if (beats === 2) environment.cancel('CANCELLED');
    });
    await expect(migration.transfer(environment)).rejects.toThrow();
    const between = [...(await world.contents(to, name)).keys()];
    await migration.transfer();
    const verdict = await migration.verify();
    await migration.record(verdict);

    expect(between.filter((path) => !path.startsWith('.tenure-part'))).toEqual([]);
    expect(verdict.passed).toBe(true);
    expect((await world.contents(to, name)).get('x.bin')?.equals(content)).toBe(true);
    expect([...(await world.contents(to, name)).keys()]).toEqual(['x.bin']);
    const twice = await world.own.db('dataset_chunks').where({ run_id: migration.runId }).where('times_sent', '>', 1);
    expect(twice).toEqual([]);
  },
  120_000,
);

async function flip(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.from('!'), 0, 1, at);
  await file.close();
}

test.each(TARGETS)(
  'every fault of a copy at %s is found, and mended by sending it again',
  async (to) => {
    const name = `faults-${to}`;
    const source = await world.fill('directory', name, {
      'a/b.txt': 'x'.repeat(5000),
      'big.bin': Buffer.alloc(17 * MB, 7),
    });
    const migration = await world.migrationOf(source, world.endOf(to, name));
    await migration.inventory();
    await migration.transfer();
    const at = (path: string): string => world.fileOf(to, name, path);
    const faults: Readonly<Record<string, () => Promise<unknown>>> = {
      'a byte': () => flip(at('a/b.txt'), 4999),
      'first piece': () => flip(at('big.bin'), 8 * MB),
      'second piece': () => flip(at('big.bin'), 16 * MB + 5),
      shortened: () => truncate(at('big.bin'), 16 * MB - 3),
      removed: () => unlink(at('a/b.txt')),
      'removed large': () => unlink(at('big.bin')),
    };
    for (const [fault, inject] of Object.entries(faults)) {
      await inject();
      await world.own.db('dataset_chunks').where({ run_id: migration.runId }).update({ state: 'sent' });
      expect([fault, (await migration.verify()).passed]).toEqual([fault, false]);
      await migration.transfer();
      expect([fault, (await migration.verify()).passed]).toEqual([fault, true]);
      const mended = (await world.contents(to, name)).get('big.bin');
      expect([fault, mended?.equals(Buffer.alloc(17 * MB, 7))]).toEqual([fault, true]);
    }
  },
  60_000,
);

test.each(TARGETS)('a place at %s that holds files of somebody else is refused and left alone', async (to) => {
  const name = `taken-${to}`;
  await world.fill(to, name, { 'mine.txt': 'mine' });
  const source = await world.fill('directory', name, { 'a.txt': 'a' });
  const migration = await world.migrationOf(source, world.endOf(to, name));

  await expect(migration.inventory()).rejects.toThrow('already holds mine.txt');
  expect([...(await world.contents(to, name)).keys()]).toEqual(['mine.txt']);
});

test.each(TARGETS)('a drill at %s leaves nothing behind', async (to) => {
  const name = `drill-${to}`;
  const source = await world.fill('directory', name, { 'a.txt': 'a', 'b.bin': Buffer.alloc(20 * MB, 1) });
  const drill = await world.migrationOf(source, world.endOf(to, name), { drillBp: 10_000 });
  await drill.inventory();
  await drill.transfer();
  const verdict = await drill.verify();
  await drill.record(verdict);

  expect(verdict.passed).toBe(true);
  expect([...(await world.contents(to, name)).keys()]).toEqual([]);
});

test('a file at the target that nobody sent keeps the copy from being called equal', async () => {
  for (const to of ['s3', 'sftp'] as const satisfies readonly Kind[]) {
    const source = await world.fill('directory', `stray-${to}`, { 'a.txt': 'a' });
    const migration = await world.migrationOf(source, world.endOf(to, `stray-${to}`));
    await migration.inventory();
    await migration.transfer();
    await world.fill(to, `stray-${to}`, { 'stray.txt': 'x' });
    const { passed, findings } = await migration.verify();
    expect([passed, findings.flatMap(({ differences }) => differences)]).toEqual([
      false,
      ['stray.txt is at the target only'],
    ]);
  }
});
