import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_PATHS, plus, sumOf } from '../../../activities/migration/local/path-sum';
import { LocalThreads } from '../../../activities/migration/local/threads';

test('threads that have ended refuse what they are asked, and keep nobody waiting', async () => {
  const threads = new LocalThreads();
  const order = { walk: 'none' };
  await threads.ask('endWalk', order);
  await threads.close();

  await expect(threads.ask('endWalk', order)).rejects.toThrow('The thread that works on files has ended.');
});

test('files around the size of a block have the hash of what they hold, and are copied whole', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tenure-blocks-'));
  const threads = new LocalThreads();
  try {
    const [from, to] = [join(root, 'from'), join(root, 'to')];
    mkdirSync(from);
    const block = 256 * 1024;
    const sizes = [0, 1, block - 1, block, block + 1, 2 * block, 2 * block + 7];
    for (const size of sizes) writeFileSync(join(from, `${size}`), randomBytes(size));
    const paths = sizes.map(String);
    const hashes = paths.map((path) =>
      createHash('sha256')
        .update(readFileSync(join(from, path)))
        .digest('hex'),
    );

    const { lines, bytes } = await threads.ask('copy', { from, to, files: JSON.stringify(paths) });
    const known = JSON.stringify(paths.map((path, index) => [path, hashes[index]]));
    const back = await threads.ask('compare', { from, to, files: known });

    expect(JSON.parse(`[${lines}]`)).toEqual(
      sizes.map((size, index) => ({ unit: paths[index], bytes: size, sha256: hashes[index] })),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const names = paths.reduce((sum, path) => plus(sum, sumOf(path)), NO_PATHS);
    expect([bytes, back]).toEqual([total, { bad: [], bytes: 2 * total, paths: names }]);
    for (const path of paths) expect(readFileSync(join(to, path)).equals(readFileSync(join(from, path)))).toBe(true);
  } finally {
    await threads.close();
    rmSync(root, { recursive: true, force: true });
  }
});
