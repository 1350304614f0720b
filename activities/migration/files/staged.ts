import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import type { Digest } from '../../../db/stores/dataset-chunks';
import { type Piece, rangeOf, STAGING, type Writing } from './place';

/** An open file that is not whole yet. */
export interface StagedFile {
  readonly write: (chunk: Buffer, at: number) => Promise<void>;
  readonly truncate: (size: number) => Promise<void>;
  /** Makes what was written survive a loss of power, where the place does not flush all of it at the end. */
  readonly sync?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What it takes of a file system to write files piece by piece. */
export interface StagingTree {
  readonly open: (staged: string, options: { readonly empty: boolean }) => Promise<StagedFile>;
  readonly isStaged: (staged: string) => Promise<boolean>;
  /** A file that is whole already goes back to the stage; nothing happens when there is none. */
  readonly takeBack: (path: string, staged: string) => Promise<void>;
  readonly moveIntoPlace: (staged: string, path: string) => Promise<void>;
}

/** Writes bytes at the place of a piece: staged, flushed, and renamed into place when the file is whole. */
export async function writeStaged(tree: StagingTree, piece: Piece, { again, fill }: Writing): Promise<Digest> {
  const { at: start } = rangeOf(piece);
  const staged = stagedName(piece.unit);
  const isOnly = start === 0 && piece.upper === null;
  // A piece that turned out bad goes into the file that is there; so does a repetition of the last one, which left nothing staged.
  if (!isOnly && (again || (start > 0 && !(await tree.isStaged(staged))))) await tree.takeBack(piece.unit, staged);
  const file = await tree.open(staged, { empty: isOnly });
  let digest: Digest;
  try {
    digest = await fill(writerAt(file, start));
    if (piece.upper === null || !again) await file.truncate(start + digest.bytes);
    await file.sync?.();
  } finally {
    await file.close();
  }
  if (piece.upper === null || again) await tree.moveIntoPlace(staged, piece.unit);
  return digest;
}

/** Bytes that wait for the file together and are then written at once. */
const HELD = 1024 * 1024;

/** Writes from an offset on. The streams of a file handle close it behind our back, so this one is our own. */
function writerAt(file: StagedFile, start: number): Writable {
  let at = start;
  const next = (chunk: Buffer): Promise<void> => {
    at += chunk.length;
    return file.write(chunk, at - chunk.length);
  };
  return new Writable({
    highWaterMark: HELD,
    write: (chunk: Buffer, _encoding, done) => {
      next(chunk).then(() => done(), done);
    },
    writev: (chunks: readonly { readonly chunk: Buffer }[], done) => {
      Promise.all(chunks.map(({ chunk }) => next(chunk))).then(() => done(), done);
    },
  });
}

export const stagedName = (unit: string): string =>
  `${STAGING}/${createHash('sha256').update(unit).digest('hex').slice(0, 40)}`;
