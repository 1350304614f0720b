import { createHash, hash, randomUUID } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { STAGING } from '../files/place';
import { type Inside, insideOf, openInside } from './inside';
import { NO_PATHS, type PathSum, plus, sumOf } from './path-sum';
import { endWalk, walk } from './walks';

/**
 * What is done to files of this machine in a thread of its own, where waiting for the disk keeps nobody else waiting: a call
 * that waits costs a tenth of one that promises.
 */
export const LOCAL_WORK = { walk, endWalk, copy, compare, makeDirectories };
export type LocalWork = typeof LOCAL_WORK;

/** A file of the ledger: its path and the SHA-256 that it was sent with. */
type Known = readonly [path: string, sha256: string];

/** What a thread did, in so few objects that there is nothing to tidy up behind it. */
export interface Copied {
  /** Lines of the ledger (`unit`, `bytes`, `sha256`) as the inside of a JSON array. */
  readonly lines: string;
  readonly bytes: number;
}

export interface Compared {
  /** Paths of files that are not on both sides what was sent. */
  readonly bad: readonly string[];
  /** Read on both sides together. */
  readonly bytes: number;
  readonly paths: PathSum;
}

const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
const block = Buffer.allocUnsafe(256 * 1024);
/** Where a byte behind the end of a file would go. */
const behind = Buffer.alloc(1);
/** One file at a time waits here until it is whole. */
const waiting = randomUUID();

/** Copies whole files (a JSON array of paths); each has its name only when all of it is there. */
function copy({ from, to, files }: { from: string; to: string; files: string }): Copied {
  mkdirSync(join(to, STAGING), { recursive: true });
  const [source, target] = [insideOf(from), insideOf(to)];
  target.check(STAGING);
  const staged = join(to, STAGING, waiting);
  const lines: string[] = [];
  let bytes = 0;
  for (const path of JSON.parse(files) as readonly string[]) {
    const input = openInside(source, path);
    if (input === null) throw new Error(`${path} is no longer at the source`);
    const copied = closing(input, () => {
      const output = openSync(staged, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600);
      return closing(output, () => measured(input, output));
    });
    target.make(dirname(path));
    renameSync(staged, `${to}/${path}`);
    lines.push(JSON.stringify({ unit: path, bytes: copied.bytes, sha256: copied.sha256 }));
    bytes += copied.bytes;
  }
  return { lines: lines.join(','), bytes };
}

/** Reads whole files (a JSON array of what is known of each) on both sides. */
function compare({ from, to, files }: { from: string; to: string; files: string }): Compared {
  const sides = [insideOf(from), insideOf(to)];
  const bad: string[] = [];
  let [bytes, paths] = [0, NO_PATHS];
  for (const [path, sha256] of JSON.parse(files) as readonly Known[]) {
    paths = plus(paths, sumOf(path));
    const found = sides.map((side) => digestOf(side, path));
    if (found.some((digest) => digest?.sha256 !== sha256)) bad.push(path);
    for (const digest of found) bytes += digest?.bytes ?? 0;
  }
  return { bad, bytes, paths };
}

/** Makes directories of which there may be some. */
function makeDirectories({ root, paths }: { root: string; paths: readonly string[] }): void {
  const { make } = insideOf(root);
  for (const path of paths) make(path);
}

interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** SHA-256 and size of a file as it is now; null where there is none. */
function digestOf(place: Inside, path: string): Digest | null {
  const input = openInside(place, path);
  return input === null ? null : closing(input, () => measured(input, null));
}

/**
 * A file that fits into the block needs no hash of its own to be kept for it: ten thousands of these wait for their end in memory.
 * What is copied is asked whether this is its end; what is only read is held against the hash of all of it, which a part does not have.
 */
function measured(input: number, output: number | null): Digest {
  const read = readSync(input, block);
  if (read < block.length && (output === null || readSync(input, behind) === 0)) {
    const whole = block.subarray(0, read);
    write(output, whole);
    return { bytes: read, sha256: hash('sha256', whole) };
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
  return { bytes, sha256: sum.digest('hex') };
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
