import { rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '../../db/stores/dataset-chunks';
import { insertTombstone } from '../../db/stores/tombstones';
import { DomainError } from '../../domain/errors';
import type { Erasure } from './erasure';
import { type Found, isMissing, walk } from './file-tree';
import { resolveDirectory } from './places';
import { digestPiece } from './pieces';

const FILES_PER_CHECK = 64;

/** Unlinks the files of the source, each compared with its verified hash just before, then the empty directories. */
export async function eraseFiles(erasure: Erasure): Promise<number> {
  const { dataset, deps, runId, signal } = erasure;
  if (dataset.source.kind !== 'directory') return 0;
  const root = (await resolveDirectory(dataset.source, deps)).path;
  let bytes = 0;
  let seen = 0;
  for await (const chunk of chunksOf(deps.db, runId)) {
    signal.throwIfAborted();
    if (seen++ % FILES_PER_CHECK === 0) await erasure.checkGate();
    const found = await digestPiece(root, chunk, signal);
    if (found && found.sha256 !== chunk.sha256)
      throw new DomainError(
        'DATASET_NOT_VERIFIED',
        `${chunk.unit} has changed since it was verified, so it was not deleted.`,
      );
    bytes = chunk.seq === 0 ? chunk.bytes : bytes + chunk.bytes;
    if (chunk.upper !== null) continue;
    if (found) await unlink(join(root, chunk.unit));
    await insertTombstone(deps.db, dataset, { tombstone: { ...chunk, seq: 0, bytes }, now: erasure.now });
    erasure.at('deleting files');
  }
  return sweep(root);
}

/** Removes directories that are empty now; answers how many files remain. */
async function sweep(root: string): Promise<number> {
  const found = await contents(root);
  const directories = found.filter(({ directory }) => directory).reverse();
  for (const { path } of directories) await rmdir(join(root, path)).catch(() => undefined);
  return found.length - directories.length;
}

async function contents(root: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  try {
    for await (const entry of walk(root)) found.push(entry);
    return found;
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
