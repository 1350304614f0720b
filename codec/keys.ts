import { createHmac } from 'node:crypto';

/** One key of the payload codec: its id stands beside everything that was written with it. */
export interface CodecKey {
  /** Eight hexadecimal digits, drawn from the key: the same key has the same id everywhere. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** The key that a text of `TENURE_CODEC_KEYS` stands for. */
export function codecKey(secret: string): CodecKey {
  const key = createHmac('sha256', secret).update('tenure payload codec v1').digest();
  return { id: createHmac('sha256', key).update('name').digest('hex').slice(0, 8), key };
}
