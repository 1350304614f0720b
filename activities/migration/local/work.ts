import { createHash, hash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Digest } from '../../../db/stores/dataset-chunks';
import { isInside, withoutSlash } from '../../../domain/exit/place';
import { STAGING } from '../files/place';
import type { Listed } from '../files/walk-tree';

/**
 * What is done to files of this machine in a thread of its own, where waiting for the disk keeps nobody else waiting: a call
 * that waits costs a tenth of one that promises.
 */
export const LOCAL_WORK = { list, copy, digest };
export type LocalWork = typeof LOCAL_WORK;

/** What is wrong with the data, so that trying again does not help. */
export class Unfit extends Error {}

const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
const block = Buffer.allocUnsafe(256 * 1024);
/** Where a byte behind the end of a file would go. */
const behind = Buffer.alloc(1);
/** One file at a time waits here until it is whole. */
const waiting = randomUUID();

/** Entries of a directory; sizes only where they are wanted, because each costs a call. */
function list({ root, path, sizes }: { root: string; path: string; sizes: boolean }): readonly Listed[] {
  return readdirSync(join(root, path), { withFileTypes: true }).map((entry) => ({
    name: entry.name,
    kind: entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'other',
    size: sizes && entry.isFile() ? lstatSync(join(root, path, entry.name)).size : 0,
  }));
}

/** Copies whole files; each has its name only when all of it is there. */
function copy({ from, to, paths }: { from: string; to: string; paths: readonly string[] }): readonly Digest[] {
  mkdirSync(join(to, STAGING), { recursive: true });
  const [source, target] = [insideOf(from), insideOf(to)];
  target.check(STAGING);
  const staged = join(to, STAGING, waiting);
  return paths.map((path) => {
    const input = openInside(source, path);
    if (input === null) throw new Error(`${path} is no longer at the source`);
    const copied = closing(input, () => {
      const output = openSync(staged, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
      return closing(output, () => measured(input, output));
    });
    target.make(dirname(path));
    renameSync(staged, join(to, path));
    return copied;
  });
}

/** SHA-256 and size of whole files as they are now; null where there is no such file. */
function digest({ root, paths }: { root: string; paths: readonly string[] }): readonly (Digest | null)[] {
  const place = insideOf(root);
  return paths.map((path) => {
    const input = openInside(place, path);
    return input === null ? null : closing(input, () => measured(input, null));
  });
}

/** A file that fits into the block needs no hash of its own to be kept for it: ten thousands of these wait for their end in memory. */
function measured(input: number, output: number | null): Digest {
  const read = readSync(input, block);
  if (read < block.length && readSync(input, behind) === 0) {
    const whole = block.subarray(0, read);
    write(output, whole);
    return { rows: 0, bytes: read, sha256: hash('sha256', whole) };
  }
  return measuredInParts(input, output);
}

function measuredInParts(input: number, output: number | null): Digest {
  const sum = createHash('sha256');
  let bytes = 0;
  for (let read = readSync(input, block, 0, block.length, 0); read > 0;) {
    const part = block.subarray(0, read);
    sum.update(part);
    write(output, part);
    bytes += read;
    read = readSync(input, block, 0, block.length, bytes);
  }
  return { rows: 0, bytes, sha256: sum.digest('hex') };
}

function write(output: number | null, part: Buffer): void {
  for (let done = 0; output !== null && done < part.length;) done += writeSync(output, part, done);
}

function closing<T>(file: number, work: () => T): T {
  try {
    return work();
  } finally {
    closeSync(file);
  }
}

interface Inside {
  readonly root: string;
  readonly check: (directory: string) => void;
  readonly make: (directory: string) => void;
}

/** Knows for the length of one order which directories really lie inside the root. */
function insideOf(root: string): Inside {
  const real = withoutSlash(realpathSync(root));
  const known = new Set<string>();
  const check = (directory: string): void => {
    if (known.has(directory)) return;
    if (!isInside(realpathSync(join(root, directory)), real))
      throw new Unfit(`${join(root, directory)} leads out of ${root}.`);
    known.add(directory);
  };
  const make = (directory: string): void => {
    if (known.has(directory)) return;
    const there = existing(root, directory);
    check(there);
    if (there !== directory) mkdirSync(join(root, directory), { recursive: true });
    check(directory);
  };
  return { root, check, make };
}

const existing = (root: string, directory: string): string =>
  directory === '.' || lstatSync(join(root, directory), { throwIfNoEntry: false })
    ? directory
    : existing(root, dirname(directory));

/** Opens a file without following links; null when there is none. */
function openInside({ root, check }: Inside, path: string): number | null {
  try {
    check(dirname(path));
    return openSync(join(root, path), O_RDONLY | O_NOFOLLOW);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
