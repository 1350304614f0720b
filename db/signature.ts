import { createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from './stores/audit';
import type { Signed } from '../domain/exit/manifest';

/** DER headers around the raw 32 bytes of an Ed25519 key (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

function signingKey(rootKey: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', rootKey, '', 'tenure exit manifest', 32));
  return createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: 'der', type: 'pkcs8' });
}

/** Signs the canonical JSON of a value with the key that belongs to the root key. */
export function signValue<T>(content: T, rootKey: string): Signed<T> {
  const key = signingKey(rootKey);
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_DER.length)
    .toString('base64');
  const signature = sign(null, Buffer.from(canonicalJson(content)), key).toString('base64');
  return { content, algorithm: 'Ed25519', publicKey, signature };
}

export function isSignedBy<T>({ content, publicKey, signature }: Signed<T>): boolean {
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_DER, Buffer.from(publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(canonicalJson(content)), key, Buffer.from(signature, 'base64'));
}
