import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys of one backup: each kind of use has one of its own, and no two backups share them. */
export interface BackupKeys {
  readonly files: Buffer;
  readonly manifest: Buffer;
}

export function backupKeys(key: string, id: string): BackupKeys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', key, id, `tenure backup ${use}`, 32));
  return { files: derive('files'), manifest: derive('manifest') };
}

/** AES-256-GCM: nonce, what is encrypted, tag. The name of the table is bound to it, so that files cannot be exchanged. */
export function encrypting(key: Buffer, table: string): Transform {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(table));
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!begun) this.push(nonce);
      begun = true;
      done(null, cipher.update(chunk));
    },
    flush(done) {
      if (!begun) this.push(nonce);
      this.push(cipher.final());
      done(null, cipher.getAuthTag());
    },
  });
}

/** Reads such a file; it fails at its end where a byte of it is not as it was written. */
export async function decrypted(path: string, key: Buffer, table: string): Promise<Readable> {
  const { nonce, tag, end } = await frameOf(path);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(table)).setAuthTag(tag);
  const body = createReadStream(path, { start: NONCE_BYTES, end: end - 1 });
  return body.on('error', (error) => decipher.destroy(error)).pipe(decipher);
}

async function frameOf(path: string): Promise<{ nonce: Buffer; tag: Buffer; end: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= NONCE_BYTES + TAG_BYTES) throw new Error(`${path} is too short to be part of a backup`);
    const [nonce, tag] = [Buffer.alloc(NONCE_BYTES), Buffer.alloc(TAG_BYTES)];
    await file.read(nonce, 0, NONCE_BYTES, 0);
    await file.read(tag, 0, TAG_BYTES, size - TAG_BYTES);
    return { nonce, tag, end: size - TAG_BYTES };
  } finally {
    await file.close();
  }
}
