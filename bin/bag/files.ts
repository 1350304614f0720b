import { Decrypter } from 'age-encryption';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { STATEMENT } from '../../domain/exit/bag-schema';
import { plainName, readSealedName, sealedName } from '../../domain/exit/sealed-name';
import { StartFailure } from '../parts/failure';

/** A bag in a directory of this machine, with the identity that opens it where it is encrypted. */
export class Bag {
  readonly isSealed: boolean;
  /** Files as they were before they were encrypted and cut into pieces, each with the pieces it consists of. */
  readonly contents: ReadonlyMap<string, readonly string[]>;

  private constructor(
    readonly root: string,
    private readonly decrypter: Decrypter | null,
    /** Every file there is, by its name below the root. */
    readonly names: readonly string[],
  ) {
    this.isSealed = names.includes(sealedName(STATEMENT, 0));
    this.contents = contentsOf(names, this.isSealed);
  }

  static async open(root: string, identityFile?: string): Promise<Bag> {
    const names = await namesBelow(root);
    if (!names.includes('bagit.txt')) throw new StartFailure(`There is no bag in ${root}: bagit.txt is missing.`);
    return new Bag(root, identityFile === undefined ? null : await decrypterOf(identityFile), names);
  }

  get opens(): boolean {
    return this.decrypter !== null;
  }

  /** A file as it lies there. */
  raw(name: string): AsyncIterable<Uint8Array> {
    return createReadStream(join(this.root, name)) as AsyncIterable<Buffer>; // no encoding is set
  }

  /** One piece, decrypted where it is encrypted. */
  async *piece(name: string): AsyncGenerator<Uint8Array> {
    if (!this.isSealed || plainName(name) === name) {
      yield* this.raw(name);
      return;
    }
    if (!this.decrypter) throw new StartFailure('The bag is encrypted: --identity names the file that opens it.');
    yield* await this.decrypter.decrypt(ReadableStream.from(this.raw(name)));
  }

  /** A whole file, block by block. */
  async *bytes(path: string): AsyncGenerator<Uint8Array> {
    for (const name of this.contents.get(path) ?? []) yield* this.piece(name);
  }

  /** A whole file as a stream. */
  read(path: string): Readable {
    return Readable.from(this.bytes(path), { objectMode: false });
  }

  has(path: string): boolean {
    return this.contents.has(path);
  }

  async text(path: string): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of this.bytes(path)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }
}

function contentsOf(names: readonly string[], isSealed: boolean): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const path = (isSealed && readSealedName(name)?.path) || name;
    const pieces = found.get(path);
    if (pieces) pieces.push(name);
    else found.set(path, [name]);
  }
  // Seven digits come behind six, whatever the order of letters says.
  const order = (name: string): number => readSealedName(name)?.piece ?? 0;
  for (const pieces of found.values()) pieces.sort((a, b) => order(a) - order(b));
  return found;
}

async function namesBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true }).catch(() => []);
  const names: string[] = [];
  for (const name of entries.sort()) if ((await stat(join(root, name))).isFile()) names.push(name);
  return names;
}

async function decrypterOf(file: string): Promise<Decrypter> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
  const identities = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identities.length === 0) throw new StartFailure(`${file} holds no age identity.`);
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return decrypter;
}

export async function sha256Of(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of bytes) hash.update(part);
  return hash.digest('hex');
}

/** Lines of a manifest: name and hash. */
export const manifestOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  );
