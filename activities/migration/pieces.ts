import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Digest, Span } from '../../db/stores/dataset-chunks';
import { isMissing, makeInside, openInside, STAGING, syncDirectory } from './file-tree';
import { flow } from './meter';

const offset = (bound: Span['lower']): number | null => (bound === null ? null : Number(bound[0]));

/** SHA-256 and size of a piece of a file as it is now; null when there is no such file. */
export async function digestPiece(
  root: string,
  span: Pick<Span, 'unit' | 'lower' | 'upper'>,
  signal: AbortSignal,
): Promise<Digest | null> {
  let file: FileHandle;
  try {
    file = await openInside(root, span.unit, constants.O_RDONLY);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return { ...(await flow(readPiece(file, span), { signal })), rows: 0 };
  } finally {
    await file.close();
  }
}

const BLOCK = 256 * 1024;

function readPiece(file: FileHandle, { lower, upper }: Pick<Span, 'lower' | 'upper'>): Readable {
  return Readable.from(blocks(file, { at: offset(lower) ?? 0, end: offset(upper) ?? Infinity }));
}

async function* blocks(file: FileHandle, range: { readonly at: number; readonly end: number }): AsyncGenerator<Buffer> {
  for (let { at } = range; at < range.end;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(BLOCK), 0, Math.min(BLOCK, range.end - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Writes from an offset on. The streams of a file handle close it behind our back, so this one is our own. */
function writerAt(file: FileHandle, start: number): Writable {
  let at = start;
  const writeAll = async (chunk: Buffer): Promise<void> => {
    for (let done = 0; done < chunk.length;)
      done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
    at += chunk.length;
  };
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      writeAll(chunk).then(() => done(), done);
    },
  });
}

/** Carries one piece over; the file gets its name only when its last piece is on disk. */
export async function copyPiece(
  { from, to }: { from: string; to: string },
  span: Span,
  options: { again: boolean; signal: AbortSignal },
): Promise<Digest> {
  const source = await openInside(from, span.unit, constants.O_RDONLY);
  try {
    return {
      ...(await writePiece(to, span, {
        ...options,
        fill: (sink, signal) => flow(readPiece(source, span), { sink, signal }),
      })),
      rows: 0,
    };
  } finally {
    await source.close();
  }
}

interface Writing {
  readonly again: boolean;
  readonly signal: AbortSignal;
  readonly fill: (sink: Writable, signal: AbortSignal) => Promise<Digest>;
}

/** Writes bytes at the place of a piece: staged, flushed, and renamed into place when the file is whole. */
export async function writePiece(
  root: string,
  span: Pick<Span, 'unit' | 'lower' | 'upper'>,
  { again, signal, fill }: Writing,
): Promise<Digest> {
  const start = offset(span.lower) ?? 0;
  const staged = stagedName(span.unit);
  await mkdir(join(root, STAGING), { recursive: true });
  // A file that is whole already goes back to the stage: a repetition, or a piece that turned out bad.
  if (start > 0) await rename(join(root, span.unit), join(root, staged)).catch(ignoreMissing);
  const file = await openInside(
    root,
    staged,
    constants.O_RDWR | constants.O_CREAT | (start === 0 && span.upper === null ? constants.O_TRUNC : 0),
  );
  let digest: Digest;
  try {
    digest = await fill(writerAt(file, start), signal);
    if (span.upper === null || !again) await file.truncate(start + digest.bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  if (span.upper === null || again) await moveIntoPlace(root, staged, span.unit);
  return digest;
}

const stagedName = (unit: string): string =>
  `${STAGING}/${createHash('sha256').update(unit).digest('hex').slice(0, 40)}`;

async function moveIntoPlace(root: string, staged: string, unit: string): Promise<void> {
  const directory = dirname(unit);
  await makeInside(root, directory);
  await rename(join(root, staged), join(root, unit));
  await syncDirectory(join(root, directory));
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

export const clearStage = (root: string): Promise<void> => rm(join(root, STAGING), { recursive: true, force: true });
