import type { Encrypter } from 'age-encryption';
import type { Writable } from 'node:stream';
import type { Digest } from '../../../db/stores/dataset-chunks';
import { sealedName } from '../../../domain/exit/sealed-name';
import { flow } from '../meter';
import { CHUNK_BYTES } from '../table-sql';
import { type FilePlace, rangeOf, type Writing } from './place';
import { openSeal } from './sealing';

/** A place of which all files are encrypted, each piece as an age file of its own: so one can be sent again alone. */
export interface SealedPlace extends FilePlace {
  readonly recipient: string;
  /** The place itself, for papers that are to be read without a key. */
  readonly clear: FilePlace;
  /** The same, with all names below a directory. */
  readonly below: (directory: string) => SealedPlace;
}

export const isSealed = (place: FilePlace): place is SealedPlace => 'recipient' in place;

interface Shut {
  readonly clear: FilePlace;
  readonly recipient: string;
  readonly encrypter: Encrypter;
}

export function sealedPlace(shut: Shut, directory = ''): SealedPlace {
  const { root: _root, ...place } = shut.clear;
  const nameAt = (path: string, at: number): string => sealedName(`${directory}${path}`, at / CHUNK_BYTES);
  return {
    ...place,
    recipient: shut.recipient,
    clear: shut.clear,
    below: (inner) => sealedPlace(shut, `${directory}${inner}/`),
    /** What lies at the target for the piece that begins there: nobody here can decrypt it. */
    read: (path, range) => shut.clear.read(nameAt(path, range.at), { at: 0, end: Infinity }),
    write: (piece, writing) => write(shut, nameAt(piece.unit, rangeOf(piece).at), writing),
  };
}

async function write({ clear, encrypter }: Shut, name: string, writing: Writing): Promise<Digest> {
  const plain: Digest[] = [];
  const { bytes, sha256 } = await clear.write(
    { unit: name, lower: null, upper: null },
    {
      again: writing.again,
      fill: async (sink) => {
        const both = await throughSeal(encrypter, writing, sink);
        plain.push(both.plain);
        return both.sealed;
      },
    },
  );
  const [first] = plain;
  if (!first) throw new Error(`${name} was written without being read`);
  return { ...first, sealed: { bytes, sha256 } };
}

/** Both ends must have come to rest, also after a failure: the first one is the reason. */
async function throughSeal(
  encrypter: Encrypter,
  { fill }: Writing,
  sink: Writable,
): Promise<{ readonly plain: Digest; readonly sealed: Digest }> {
  const { input, output } = openSeal(encrypter);
  const abort = new AbortController();
  const stop = (error: unknown): never => {
    abort.abort(error);
    input.destroy();
    throw error;
  };
  const filled = fill(input).catch(stop);
  const carried = output.then((sealed) => flow(sealed, { signal: abort.signal, sink })).catch(stop);
  const [plain, sealed] = await Promise.allSettled([filled, carried]);
  if (plain.status === 'fulfilled' && sealed.status === 'fulfilled')
    return { plain: plain.value, sealed: sealed.value };
  throw abort.signal.reason;
}
