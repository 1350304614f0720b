import { Readable } from 'node:stream';
import { isPlainName } from '../../../domain/exit/place';
import { unfit } from '../catalogue';
import { type FilePlace, type Found, isOwnName, type Range, STAGING } from './place';
import type { S3Client } from './s3-client';
import { listObjects } from './s3-list';
import { drain, writePiece } from './s3-pieces';

interface Bucket {
  readonly client: S3Client;
  readonly keyOf: (path: string) => string;
  /** All keys of the place begin with it. */
  readonly prefix: string;
}

/** A bucket, or what lies below a prefix in it, on a server that speaks S3. */
export function s3Place(client: S3Client, below: string, close: () => void): FilePlace {
  const prefix = below === '' ? '' : `${below}/`;
  const bucket: Bucket = { client, prefix, keyOf: (path) => `${prefix}${path}` };
  return {
    walk: () => walk(bucket),
    read: (path, range) => readObject(bucket, path, range),
    remove: (path) => removeKey(bucket, bucket.keyOf(path)),
    sweep: () => sweep(bucket),
    close: () => Promise.resolve(close()),
    prepare: (options) => prepare(bucket, options),
    write: (piece, writing) => writePiece(bucket, piece, writing),
    // A bucket has no directories, so an empty one leaves no trace in it.
    makeDirectory: () => Promise.resolve(),
    clearStage: () => removeBelow(bucket, `${prefix}${STAGING}/`),
    discard: () => removeBelow(bucket, prefix),
  };
}

async function* walk({ client, prefix }: Bucket): AsyncGenerator<Found> {
  for await (const { key, size } of listObjects(client, prefix)) {
    const path = key.slice(prefix.length);
    if (isOwnName(path.split('/')[0] ?? '')) continue;
    const isMarker = path.endsWith('/') && size === 0;
    const plain = isMarker ? path.slice(0, -1) : path;
    if (plain === '' && isMarker) continue;
    if (!isPlainName(plain)) throw unfit(`The key ${key} is no path of a file, so it cannot be carried over.`);
    yield { path: plain, size, directory: isMarker };
  }
}

async function readObject({ client, keyOf }: Bucket, path: string, { at, end }: Range): Promise<Readable | null> {
  const isWhole = at === 0 && end === Infinity;
  const last = end === Infinity ? '' : String(end - 1);
  const headers = isWhole ? {} : { range: `bytes=${at}-${last}` };
  const answer = await client.call({ method: 'GET', key: keyOf(path), headers });
  if (!answer) return null;
  // A range behind the end, or of an empty object.
  if (answer.statusCode === 416) {
    answer.resume();
    return Readable.from([]);
  }
  if (!isWhole && answer.statusCode !== 206) {
    answer.destroy();
    throw new Error(`The server does not answer with a part of ${path}.`);
  }
  return answer;
}

const removeKey = ({ client }: Bucket, key: string): Promise<void> =>
  client.call({ method: 'DELETE', key }).then(drain);

async function removeBelow(bucket: Bucket, prefix: string): Promise<void> {
  for await (const { key } of listObjects(bucket.client, prefix)) await removeKey(bucket, key);
}

async function sweep(bucket: Bucket): Promise<number> {
  let files = 0;
  const markers: string[] = [];
  for await (const { path, directory } of walk(bucket)) {
    if (directory) markers.push(`${bucket.keyOf(path)}/`);
    else files += 1;
  }
  for (const key of markers) await removeKey(bucket, key);
  return files;
}

async function prepare({ client, prefix }: Bucket, { mayHoldData }: { mayHoldData: boolean }): Promise<void> {
  for await (const { key } of listObjects(client, prefix, mayHoldData ? 1 : 1000)) {
    // The keys have been proven to work.
    if (mayHoldData) return;
    const path = key.slice(prefix.length);
    if (path !== '' && !isOwnName(path.split('/')[0] ?? ''))
      throw unfit(`The place at the target already holds ${path}: empty it or name another one.`);
  }
}
