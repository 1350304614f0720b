import { Writable } from 'node:stream';
import type { Digest } from '../../../db/stores/dataset-chunks';
import { unfit } from '../catalogue';
import { CHUNK_BYTES } from '../table-sql';
import { type Piece, rangeOf, type Writing } from './place';
import type { S3Client } from './s3-client';
import { listObjects } from './s3-list';
import { stagedName } from './staged';

/** Parts that one object can be made of. */
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 8;

interface Shelf {
  readonly client: S3Client;
  /** Key of a path in this place. */
  readonly keyOf: (path: string) => string;
}

/**
 * Writes a piece. A file of one piece is one object; the pieces of a larger one lie on the stage as objects of their
 * own until the server itself joins them to one, which appears all at once.
 */
export async function writePiece(shelf: Shelf, piece: Piece, { again, fill }: Writing): Promise<Digest> {
  const { at } = rangeOf(piece);
  const isOnly = at === 0 && piece.upper === null;
  if (at / CHUNK_BYTES >= MOST_PARTS)
    throw unfit(`${piece.unit} is larger than the ${MOST_PARTS} pieces that an object can be made of.`);
  const { sink, bytes } = collector();
  const digest = await fill(sink);
  const key = shelf.keyOf(isOnly ? piece.unit : stagedPiece(piece.unit, at));
  await shelf.client.call({ method: 'PUT', key, body: bytes(), sha256: digest.sha256 }).then(drain);
  if (!isOnly && (piece.upper === null || again)) await join(shelf, piece, at + digest.bytes);
  return digest;
}

const stagedPiece = (unit: string, at: number): string => `${stagedName(unit)}/${String(at).padStart(16, '0')}`;

/** A piece is small enough to be held whole; so its hash is known before it is sent, and signed. */
function collector(): { readonly sink: Writable; readonly bytes: () => Buffer } {
  const parts: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      parts.push(chunk);
      done();
    },
  });
  return { sink, bytes: () => Buffer.concat(parts) };
}

/** Joins the pieces from the stage, and from the object that is there already where the stage has none. */
async function join(shelf: Shelf, { unit, upper }: Piece, end: number): Promise<void> {
  const staged = await stagedStarts(shelf, unit);
  const present = await sizeOf(shelf, unit);
  const size = upper === null ? end : Math.max(present ?? 0, end);
  const starts = Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, (_, index) => index * CHUNK_BYTES);
  const isThere = (start: number): boolean =>
    staged.has(start) || (present !== null && present >= Math.min(size, start + CHUNK_BYTES));
  // Pieces that are still to be sent again come before the last one, which joins them all.
  if (!starts.every(isThere)) return;
  const parts = starts.map((start) => ({
    source: shelf.keyOf(staged.has(start) ? stagedPiece(unit, start) : unit),
    range: staged.has(start) ? null : `bytes=${start}-${Math.min(size, start + CHUNK_BYTES) - 1}`,
  }));
  await copyTogether(shelf, unit, parts);
  for (const start of staged)
    await shelf.client.call({ method: 'DELETE', key: shelf.keyOf(stagedPiece(unit, start)) }).then(drain);
}

async function stagedStarts(shelf: Shelf, unit: string): Promise<ReadonlySet<number>> {
  const starts = new Set<number>();
  for await (const { key } of listObjects(shelf.client, `${shelf.keyOf(stagedName(unit))}/`))
    starts.add(Number(key.slice(key.lastIndexOf('/') + 1)));
  return starts;
}

async function sizeOf({ client, keyOf }: Shelf, unit: string): Promise<number | null> {
  const head = await client.call({ method: 'HEAD', key: keyOf(unit) });
  head?.resume();
  return head ? Number(head.headers['content-length'] ?? 0) : null;
}

interface Part {
  readonly source: string;
  readonly range: string | null;
}

async function copyTogether({ client, keyOf }: Shelf, unit: string, parts: readonly Part[]): Promise<void> {
  const key = keyOf(unit);
  const begun = await client.ask({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = begun.valueWithPath('UploadId') ?? '';
  try {
    const tags: string[] = [];
    for (let first = 0; first < parts.length; first += PARTS_AT_ONCE) {
      const some = parts.slice(first, first + PARTS_AT_ONCE);
      const copied = some.map((part, index) => copyPart(client, { key, uploadId, number: first + index + 1 }, part));
      tags.push(...(await Promise.all(copied)));
    }
    await client.ask({ method: 'POST', key, query: { uploadId }, body: Buffer.from(partList(tags)) });
  } catch (error) {
    await client.call({ method: 'DELETE', key, query: { uploadId } }).then(drain, () => undefined);
    throw error;
  }
}

interface PartPlace {
  readonly key: string;
  readonly uploadId: string;
  readonly number: number;
}

async function copyPart(client: S3Client, { key, uploadId, number }: PartPlace, part: Part): Promise<string> {
  const answer = await client.ask({
    method: 'PUT',
    key,
    query: { partNumber: String(number), uploadId },
    headers: {
      'x-amz-copy-source': client.sourceOf(part.source),
      ...(part.range !== null && { 'x-amz-copy-source-range': part.range }),
    },
  });
  return answer.valueWithPath('ETag') ?? '';
}

const partList = (tags: readonly string[]): string =>
  `<CompleteMultipartUpload>${tags
    .map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`)
    .join('')}</CompleteMultipartUpload>`;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Lets an answer go, so that its connection can be used again. */
export const drain = (answer: { resume: () => unknown } | null): void => void answer?.resume();
