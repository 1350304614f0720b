import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { flow } from '../meter';
import { CHUNK_BYTES } from '../table-sql';
import type { FilePlace } from './place';

type Texts = Iterable<string> | AsyncIterable<string>;

/** Writes a text that accompanies the data, piece by piece as the data is; answers its SHA-256. */
export async function putText(place: Pick<FilePlace, 'write'>, path: string, texts: Texts): Promise<string> {
  const hash = createHash('sha256');
  let [held, size, at] = [[] as Buffer[], 0, 0];
  const write = async (isLast: boolean): Promise<void> => {
    const bytes = Readable.from(held);
    const piece = { unit: path, lower: [String(at)], upper: isLast ? null : [String(at + size)] };
    const { signal } = new AbortController();
    await place.write(piece, { again: false, fill: (sink) => flow(bytes, { signal, sink }) });
    [held, size, at] = [[], 0, at + size];
  };
  for await (const part of pieces(texts)) {
    if (size === CHUNK_BYTES) await write(false);
    hash.update(part);
    held.push(part);
    size += part.length;
  }
  await write(true);
  return hash.digest('hex');
}

/** The texts as bytes, cut so that whole chunks of them end where a piece ends. */
async function* pieces(texts: Texts): AsyncGenerator<Buffer> {
  let room = CHUNK_BYTES;
  for await (const text of texts) {
    for (let bytes = Buffer.from(text); bytes.length > 0;) {
      const head = bytes.subarray(0, room);
      yield head;
      bytes = bytes.subarray(head.length);
      room = room === head.length ? CHUNK_BYTES : room - head.length;
    }
  }
}
