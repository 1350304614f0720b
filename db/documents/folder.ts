import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { orNoRoom } from './no-room';
import type { DocumentStore, KeptDocument, StagedDocument } from './store';
import { checked, Meter } from './streams';

const INCOMING = 'incoming';
const NAME = /^[0-9a-f]{64}$/;

/**
 * Documents as files of one folder, `ab/abcd…` by hash. A file is written beside the others, flushed, and moved into its
 * place in one step, so that what has a name is complete even after a power failure. The folder may be shared by hosts.
 */
export const folderStore = (root: string): DocumentStore => ({
  stage: (content, limit) => withRoom(() => stage(root, content, limit)),
  open: (sha256) => read(pathOf(root, sha256), sha256),
  remove: (sha256) => rm(pathOf(root, sha256), { force: true }),
  list: () => list(root),
  forgetStaged: (before) => forgetStaged(join(root, INCOMING), before),
});

function pathOf(root: string, sha256: string): string {
  if (!NAME.test(sha256)) throw new Error('a document is named by its SHA-256');
  return join(root, sha256.slice(0, 2), sha256);
}

async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw orNoRoom(error);
  }
}

async function stage(root: string, content: Readable, limit: number): Promise<StagedDocument> {
  const folder = join(root, INCOMING);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const meter = new Meter(limit);
  const discard = (): Promise<void> => rm(path, { force: true });
  try {
    // Flushed before it is closed, so that its name never stands for less than its content.
    await pipeline(content, meter, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    await discard();
    throw error;
  }
  const { sha256, size } = meter.result();
  return {
    ...{ sha256, size, discard, keep: () => withRoom(() => moveIn(path, pathOf(root, sha256))) },
    read: () => createReadStream(path),
    // The end of a stream is its last byte.
    readRange: (start, end) => createReadStream(path, { start, end: end - 1 }),
  };
}

async function moveIn(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(from, to);
  for (const path of [folder, dirname(folder)]) await flush(path);
}

/** A name is as lasting as the folder that holds it. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function read(path: string, sha256: string): Promise<Readable | null> {
  const exists = await found(stat(path));
  return exists ? checked(createReadStream(path), sha256) : null;
}

async function* list(root: string): AsyncIterable<KeptDocument> {
  const shards = ((await found(readdir(root))) ?? []).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const shard of shards) yield* listShard(join(root, shard));
}

async function* listShard(folder: string): AsyncIterable<KeptDocument> {
  for (const sha256 of ((await found(readdir(folder))) ?? []).filter((name) => NAME.test(name))) {
    const file = await found(stat(join(folder, sha256)));
    // The content keeps its times when it is moved; the change of its name is what says since when it is here.
    if (file) yield { sha256, keptAt: file.ctimeMs };
  }
}

async function forgetStaged(folder: string, before: number): Promise<void> {
  for (const name of (await found(readdir(folder))) ?? []) {
    const file = await found(stat(join(folder, name)));
    if (file && file.mtimeMs < before) await rm(join(folder, name), { force: true });
  }
}

/** Null for what is not there, or no longer. */
async function found<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
