import { createHash } from 'node:crypto';
import { chunksOf } from '../../db/stores/dataset-chunks';
import { insertTombstone } from '../../db/stores/tombstones';
import { DomainError } from '../../domain/errors';
import type { Erasure } from './erasure';
import type { FileSource } from './files/place';
import { openSource } from './open-files';
import { digestPiece } from './pieces';

const FILES_PER_CHECK = 64;
const HASH_LETTERS = 16;

const pathHash = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, HASH_LETTERS);

/** Removes the files of the source, each compared with its verified hash just before, then what is empty. */
export async function eraseFiles(erasure: Erasure): Promise<number> {
  const { dataset, deps } = erasure;
  if (dataset.source.kind === 'postgres') return 0;
  const place = await openSource(dataset.source, deps);
  try {
    await removeFiles(place, erasure);
    return await place.sweep();
  } finally {
    await place.close();
  }
}

async function removeFiles(place: FileSource, erasure: Erasure): Promise<void> {
  const { dataset, deps, runId, signal } = erasure;
  let [bytes, seen] = [0, 0];
  for await (const chunk of chunksOf(deps.db, runId)) {
    signal.throwIfAborted();
    if (seen++ % FILES_PER_CHECK === 0) await erasure.checkGate();
    const found = await digestPiece(place, chunk, { signal });
    if (found && found.sha256 !== chunk.sha256)
      throw new DomainError(
        'DATASET_NOT_VERIFIED',
        // Its name may be personal data, and this sentence stands in histories and mails.
        `A file has changed since it was verified, so it was not deleted. The SHA-256 of its path begins with ${pathHash(chunk.unit)}.`,
      );
    bytes = chunk.seq === 0 ? chunk.bytes : bytes + chunk.bytes;
    if (chunk.upper !== null) continue;
    if (found) await erasure.unlessHeld(() => place.remove(chunk.unit));
    await insertTombstone(deps.db, dataset, { tombstone: { ...chunk, seq: 0, bytes }, now: erasure.now });
    erasure.at('deleting files');
  }
}
