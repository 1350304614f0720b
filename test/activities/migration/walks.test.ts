import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWalk, type Stretch, walk, type WalkLimits } from '../../../activities/migration/local/walks';

const COUNT = 25;
const LIMITS: WalkLimits = { files: 10, bytes: 1_000, directories: true, piece: 100, together: 4, budget: null };

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tenure-walks-'));
  for (let index = 0; index < COUNT; index += 1) mkdirSync(join(root, `empty ${index}`));
  mkdirSync(join(root, 'full'));
  for (let index = 0; index < COUNT; index += 1) writeFileSync(join(root, 'full', `${index}`), 'x');
});
afterAll(() => rmSync(root, { recursive: true }));

function stretches(limits: WalkLimits): readonly Stretch[] {
  const order = { walk: randomUUID(), root, sizes: true, limits };
  const all: Stretch[] = [];
  while (all.at(-1)?.done !== true) all.push(walk(order));
  endWalk(order);
  return all;
}

const pathsOf = (all: readonly Stretch[]): readonly string[] =>
  all.flatMap(({ files }) => files.flatMap((paths) => JSON.parse(paths) as readonly string[]));

test('a stretch has no more directories than files, and the walk loses none of either', () => {
  const all = stretches(LIMITS);

  expect(Math.max(...all.map(({ directories }) => directories.length))).toBe(LIMITS.files);
  expect(new Set(all.flatMap(({ directories }) => directories)).size).toBe(COUNT + 1);
  expect(all.flatMap(({ directories }) => directories)).toHaveLength(COUNT + 1);
  expect(new Set(pathsOf(all)).size).toBe(COUNT);
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(COUNT);
});

test('directories that nobody asks for are not gathered, and still end a stretch', () => {
  const all = stretches({ ...LIMITS, directories: false });

  expect(all.flatMap(({ directories }) => directories)).toEqual([]);
  expect(all.length).toBe(stretches(LIMITS).length);
  expect(pathsOf(all)).toEqual(pathsOf(stretches(LIMITS)));
});
