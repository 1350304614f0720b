import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isInside, withoutSlash } from '../../domain/exit/place';
import { unfit } from './catalogue';

/** Where files wait until they are whole; never part of the data. */
export const STAGING = '.tenure-part';
export const DRILL_PREFIX = '.tenure-drill-';

export interface Found {
  /** Relative to the root, with `/` between its parts. */
  readonly path: string;
  readonly size: number;
  readonly directory: boolean;
}

/** All of a directory tree in the order of names. Links and devices are refused: a copy of them would not be the data. */
export async function* walk(root: string, below = ''): AsyncGenerator<Found> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (below === '' && (entry.name === STAGING || entry.name.startsWith(DRILL_PREFIX))) continue;
    yield* visit(root, below === '' ? entry.name : `${below}/${entry.name}`, entry);
  }
}

async function* visit(root: string, path: string, entry: Dirent): AsyncGenerator<Found> {
  if (path.includes('\ufffd')) throw unfit(`The name of ${path} is not valid UTF-8, so it cannot be carried over.`);
  if (entry.isDirectory()) {
    yield { path, size: 0, directory: true };
    yield* walk(root, path);
  } else if (entry.isFile()) {
    yield { path, size: (await lstat(join(root, path))).size, directory: false };
  } else throw unfit(`${path} is a link or a special file: only files and directories can be carried over.`);
}

/** Opens a file without following links, and only when its directory really lies inside the root. */
export async function openInside(root: string, path: string, flags: number): Promise<FileHandle> {
  const full = join(root, path);
  await checkInside(root, dirname(full));
  return open(full, flags | constants.O_NOFOLLOW, 0o600);
}

export async function makeInside(root: string, directory: string): Promise<void> {
  await checkInside(root, await existing(join(root, directory)));
  await mkdir(join(root, directory), { recursive: true });
  await checkInside(root, join(root, directory));
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

/** Makes a rename or a new name survive a loss of power. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** A directory to write to: made when absent; what somebody else keeps in it is a reason to refuse. */
export async function prepareDirectory(root: string, { mayHoldData }: { mayHoldData: boolean }): Promise<void> {
  await mkdir(root, { recursive: true });
  if (mayHoldData) return;
  const names = await readdir(root);
  const foreign = names.find((name) => name !== STAGING && !name.startsWith(DRILL_PREFIX));
  if (foreign !== undefined) throw unfit(`Directory ${root} already holds ${foreign}: empty it or name another one.`);
}
