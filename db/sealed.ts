import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Texts that must be read again (keys to sign with, addresses that are keys themselves), kept under the root key. */
export interface Sealer {
  readonly seal: (text: string) => string;
  /** Throws when none of the root keys opens it. */
  readonly open: (sealed: string) => string;
  /** Null when none of the root keys opens it. */
  readonly openOrNull: (sealed: string) => string | null;
  /** Whether it was sealed with an older root key than the newest. */
  readonly isOld: (sealed: string) => boolean;
}

const keyOf = (secret: string): Buffer => createHmac('sha256', secret).update('tenure sealed text v1').digest();
const nameOf = (key: Buffer): string => createHmac('sha256', key).update('name').digest('hex').slice(0, 8);

/** AES-256-GCM under keys derived from the root keys, newest first: the first one seals, all of them open. */
export function createSealer(secrets: readonly string[]): Sealer {
  const keys = secrets.map(keyOf);
  const [newest = keyOf('')] = keys;
  const open = (sealed: string): string => {
    const [name, ...parts] = sealed.split('.');
    const key = keys.find((one) => nameOf(one) === name);
    if (!key)
      throw new Error('Its address or key is sealed with a root key that TENURE_SECRET no longer names: set it again.');
    return opened(key, parts);
  };
  return {
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', newest, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [nameOf(newest), ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join(
        '.',
      );
    },
    open,
    openOrNull: (sealed) => {
      try {
        return open(sealed);
      } catch {
        return null;
      }
    },
    isOld: (sealed) => !sealed.startsWith(`${nameOf(newest)}.`),
  };
}

function opened(key: Buffer, parts: readonly string[]): string {
  const [nonce = Buffer.alloc(0), tag = Buffer.alloc(0), body = Buffer.alloc(0)] = parts.map((part) =>
    Buffer.from(part, 'base64url'),
  );
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
