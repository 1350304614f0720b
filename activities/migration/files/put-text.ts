import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Entry } from '../../../db/stores/dataset-chunks';
import { sealedName } from '../../../domain/exit/sealed-name';
import { flow } from '../meter';
import { CHUNK_BYTES } from '../table-sql';
import type { FilePlace } from './place';

type Texts = Iterable<string> | AsyncIterable<string>;

/** Writes a text that accompanies the data, piece by piece as the data is; answers what lies at the target then. */
export async function putText(place: Pick<FilePlace, 'write'>, path: string, texts: Texts): Promise<readonly Entry[]> {
  const hash = createHash('sha256');
  const sealed: Entry[] = [];
  let [held, size, at] = [[] as Buffer[], 0, 0];
  const write = async (isLast: boolean): Promise<void> => {
    const bytes = Readable.from(held);
    const piece = { unit: path, lower: [String(at)], upper: isLast ? null : [String(at + size)] };
    const { signal } = new AbortController();
    const sent = await place.write(piece, { again: false, fill: (sink) => flow(bytes, { signal, sink }) });
    if (sent.sealed) sealed.push({ name: sealedName(path, at / CHUNK_BYTES), sha256: sent.sealed.sha256 });
    [held, size, at] = [[], 0, at + size];
  };
  for await (const part of pieces(texts)) {
    if (size === CHUNK_BYTES) await write(false);
    hash.update(part);
    held.push(part);
    size += part.length;
  }
  await write(true);
  return sealed.length > 0 ? sealed : [{ name: path, sha256: hash.digest('hex') }];
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
