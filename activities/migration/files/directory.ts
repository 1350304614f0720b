import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, rmdir, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { isInside, withoutSlash } from '../../../domain/exit/place';
import { unfit } from '../catalogue';
import { type FilePlace, type Found, isOwnName, type Range, STAGING } from './place';
import { flushTree } from './flush';
import { type StagedFile, writeStaged } from './staged';
import { type Listed, tally, walkTree } from './walk-tree';

const BLOCK = 256 * 1024;

/** A directory of this machine. */
export const directoryPlace = (root: string): FilePlace => ({
  root,
  walk: () => walkDirectory(root),
  read: (path, range) => readFile(root, path, range),
  remove: (path) => unlink(join(root, path)),
  sweep: () => sweep(root),
  close: () => Promise.resolve(),
  prepare: (options) => prepare(root, options),
  write: async (piece, writing) => {
    await mkdir(join(root, STAGING), { recursive: true });
    return writeStaged(treeOf(root), piece, writing);
  },
  flush: () => flushTree(root, () => walkDirectory(root)),
  makeDirectory: (path) => makeInside(root, path),
  clearStage: () => rm(join(root, STAGING), { recursive: true, force: true }),
  discard: () => rm(root, { recursive: true, force: true }),
});

/** Everything below a directory. */
async function* walkDirectory(root: string): AsyncGenerator<Found> {
  try {
    yield* walkTree((path) => list(root, path));
  } catch (error) {
    if (isMissing(error)) throw unfit(`Directory ${root} cannot be read: a part of it is missing.`);
    throw error;
  }
}

async function list(root: string, path: string): Promise<readonly Listed[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  return Promise.all(
    entries.map(async (entry) => ({
      name: entry.name,
      kind: entry.isDirectory() ? ('directory' as const) : entry.isFile() ? ('file' as const) : ('other' as const),
      size: entry.isFile() ? (await lstat(join(root, path, entry.name))).size : 0,
    })),
  );
}

async function readFile(root: string, path: string, { at, end }: Range): Promise<Readable | null> {
  try {
    const file = await openInside(root, path, constants.O_RDONLY);
    return file.createReadStream({ start: at, end: end - 1, highWaterMark: BLOCK });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const treeOf = (root: string) => ({
  open: async (staged: string, { empty }: { readonly empty: boolean }) =>
    stagedFile(await openInside(root, staged, constants.O_RDWR | constants.O_CREAT | (empty ? constants.O_TRUNC : 0))),
  isStaged: (staged: string) => isThere(join(root, staged)),
  takeBack: (path: string, staged: string) => rename(join(root, path), join(root, staged)).catch(ignoreMissing),
  moveIntoPlace: async (staged: string, path: string) => {
    await makeInside(root, dirname(path));
    await rename(join(root, staged), join(root, path));
  },
});

const stagedFile = (file: FileHandle): StagedFile => ({
  write: async (chunk, at) => {
    for (let done = 0; done < chunk.length;)
      done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
  },
  truncate: (size) => file.truncate(size),
  close: () => file.close(),
});

/** Opens a file without following links, and only when its directory really lies inside the root. */
async function openInside(root: string, path: string, flags: number): Promise<FileHandle> {
  const full = join(root, path);
  await checkInside(root, dirname(full));
  return open(full, flags | constants.O_NOFOLLOW, 0o600);
}

async function makeInside(root: string, directory: string): Promise<void> {
  const full = join(root, directory);
  const there = await existing(full);
  await checkInside(root, there);
  if (there === full) return;
  await mkdir(full, { recursive: true });
  await checkInside(root, full);
}

async function existing(path: string): Promise<string> {
  const known = await lstat(path).then(
    () => true,
    () => false,
  );
  return known ? path : existing(dirname(path));
}

async function checkInside(root: string, directory: string): Promise<void> {
  const [realRoot, real] = [await realpath(root), await realpath(directory)];
  if (!isInside(real, withoutSlash(realRoot))) throw unfit(`${directory} leads out of ${root}.`);
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: unknown) => {
      ignoreMissing(error);
      return false;
    },
  );

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

async function prepare(root: string, { mayHoldData }: { mayHoldData: boolean }): Promise<void> {
  await mkdir(root, { recursive: true });
  if (mayHoldData) return;
  const foreign = (await readdir(root)).find((name) => !isOwnName(name));
  if (foreign !== undefined) throw unfit(`Directory ${root} already holds ${foreign}: empty it or name another one.`);
}

async function sweep(root: string): Promise<number> {
  if (!(await isThere(root))) return 0;
  const { files, directories } = await tally(walkDirectory(root));
  for (const path of [...directories].reverse()) await rmdir(join(root, path)).catch(() => undefined);
  return files;
}
