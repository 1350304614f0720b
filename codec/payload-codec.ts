import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { type CodecKey, codecKey } from './keys';

/** Values of the metadata `encoding`: what Temporal stores, and what may stand inside it. */
export const ENCRYPTED = 'binary/encrypted';
const PACKED = 'binary/deflate';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Shorter ones hardly shrink. */
const PACK_FROM_BYTES = 200;
/** Temporal refuses payloads beyond two megabytes; what unpacks to more was not packed by us. */
const UNPACKED_MOST = 8_388_608;

/** A payload that cannot be read with the settings of this process: one sentence that says what is missing. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

export interface CodecOptions {
  /** Refuse what was not encrypted; otherwise it is read as it is, so that what began before the codec goes on. */
  readonly strict?: boolean;
}

/**
 * AES-256-GCM over whole payloads, their own metadata included. `secrets` are those of `TENURE_CODEC_KEYS`: the first one
 * writes, all of them read. Without any, payloads are written as they are. Throws `CodecError`.
 */
export function payloadCodec(secrets: readonly string[], { strict = false }: CodecOptions = {}): PayloadCodec {
  const keys = secrets.map(codecKey);
  const [newest] = keys;
  return {
    encode: (payloads) => inTurn(payloads, (payload) => (newest ? encrypt(newest, payload) : payload)),
    decode: (payloads) =>
      inTurn(payloads, (payload) => (isEncrypted(payload) ? decrypt(keys, payload) : plain(payload, strict))),
  };
}

/** A refusal is a rejected promise, as the SDK expects it. */
const inTurn = async (payloads: Payload[], change: (payload: Payload) => Payload): Promise<Payload[]> =>
  Promise.resolve(payloads.map(change));

export const isEncrypted = (payload: Payload): boolean => metadata(payload, 'encoding') === ENCRYPTED;

const metadata = (payload: Payload, name: string): string => Buffer.from(payload.metadata?.[name] ?? []).toString();

const { Payload: Wire } = temporal.api.common.v1;

/** The key's id is authenticated with the content, so that neither can be exchanged alone. */
const authenticated = (id: string): Buffer => Buffer.from(`${ENCRYPTED} ${id}`);

function encrypt({ id, key }: CodecKey, payload: Payload): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(authenticated(id));
  const body = Buffer.concat([cipher.update(Wire.encode(pack(payload)).finish()), cipher.final()]);
  return {
    metadata: { encoding: Buffer.from(ENCRYPTED), key: Buffer.from(id) },
    data: Buffer.concat([nonce, body, cipher.getAuthTag()]),
  };
}

function decrypt(keys: readonly CodecKey[], payload: Payload): Payload {
  const name = metadata(payload, 'key');
  const found = keys.find(({ id }) => id === name);
  if (!found)
    throw new CodecError(`A payload was encrypted with the key ${shown(name)}, which TENURE_CODEC_KEYS does not hold.`);
  const data = Buffer.from(payload.data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', found.key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(authenticated(found.id))
      .setAuthTag(data.subarray(-TAG_BYTES));
    const body = decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES));
    return unpack(Wire.decode(Buffer.concat([body, decipher.final()])));
  } catch {
    throw new CodecError(`A payload encrypted with the key ${found.id} has been changed or cut off.`);
  }
}

/** An id as it came, if it looks like one. */
const shown = (id: string): string => (/^[0-9a-f]{8}$/.test(id) ? id : '(unnamed)');

/** Encrypted bytes do not compress: the only place to save room is before. */
function pack(payload: Payload): Payload {
  if ((payload.data?.length ?? 0) < PACK_FROM_BYTES) return payload;
  const whole = Wire.encode(payload).finish();
  const data = deflateRawSync(whole);
  return data.length < whole.length ? { metadata: { encoding: Buffer.from(PACKED) }, data } : payload;
}

const unpack = (payload: Payload): Payload =>
  metadata(payload, 'encoding') === PACKED
    ? Wire.decode(inflateRawSync(payload.data ?? Buffer.alloc(0), { maxOutputLength: UNPACKED_MOST }))
    : payload;

function plain(payload: Payload, strict: boolean): Payload {
  if (strict) throw new CodecError('A payload is not encrypted, and TENURE_CODEC_PLAIN=refuse forbids to read it.');
  return payload;
}
