import { Encrypter } from 'age-encryption';
import { PassThrough, Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { DomainError } from '../../../domain/errors';

/** The key that everything at a target is encrypted for; a text that is none is refused here. */
export function encrypterFor(recipient: string): Encrypter {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new DomainError('INVALID_FIELDS', `${recipient} is not the public key of an age identity.`);
  }
  return encrypter;
}

export interface Seal {
  /** What is to be encrypted goes in here. */
  readonly input: PassThrough;
  /** One whole age file comes out, block by block. */
  readonly output: Promise<Readable>;
}

/** Encrypts a stream in constant memory; each has a key of its own, which is kept nowhere. */
export function openSeal(encrypter: Encrypter): Seal {
  const input = new PassThrough();
  const plain = ReadableStream.from(input);
  return { input, output: encrypter.encrypt(plain).then((sealed) => Readable.from(sealed, { objectMode: false })) };
}
