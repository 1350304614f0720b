import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCopy } from '../../../activities/migration/local/copy';
import { isSame, NO_PATHS, plus, sumOf } from '../../../activities/migration/local/path-sum';

const sumOfAll = (paths: readonly string[]) => paths.map(sumOf).reduce(plus, NO_PATHS);

test('paths add up to the same in any order, and to something else when one of many is another', () => {
  const paths = Array.from({ length: 2_000 }, (_, index) => `folder ${index % 7}/客户 ${index}`);
  const sum = sumOfAll(paths);
  expect(isSame(sum, sumOfAll([...paths].reverse()))).toBe(true);

  for (let index = 0; index < 20; index += 1) {
    const other = paths.map((path, at) => (at === index * 97 ? `${path}.` : path));
    expect(isSame(sum, sumOfAll(other))).toBe(false);
  }
  expect(new Set(paths.map((path) => `${sumOf(path).low} ${sumOf(path).high}`)).size).toBe(paths.length);
});

const LIMITS = { files: 2, bytes: 1e9, directories: false, piece: 1e6, together: 64, budget: null };

test('a side has other files than were read back when one has another name, although their number is the same', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tenure-sum-'));
  const [from, to] = [join(root, 'from'), join(root, 'to')];
  for (const side of [from, to]) {
    await mkdir(join(side, 'b'), { recursive: true });
    for (const name of ['a', 'b/a', 'b/b', 'c']) await writeFile(join(side, name), name);
  }
  const local = new LocalCopy({ from, to }, { signal: new AbortController().signal });
  try {
    const { lines } = await local.send([JSON.stringify(['c', 'b/a', 'b/b'])]);
    const sent = JSON.parse(lines) as { unit: string; sha256: string }[];
    expect(await local.compare([JSON.stringify(sent.map(({ unit, sha256 }) => [unit, sha256]))])).toEqual([]);
    expect(await local.onlyRead('to', LIMITS)).toBeNull();
    local.hasRead('a');
    expect(await local.onlyRead('to', LIMITS)).toBe(4);
    await rename(join(to, 'b/b'), join(to, 'b/d'));
    expect(await local.onlyRead('to', LIMITS)).toBeNull();
    expect(await local.onlyRead('from', LIMITS)).toBe(4);
  } finally {
    local.close();
    await rm(root, { recursive: true, force: true });
  }
});
