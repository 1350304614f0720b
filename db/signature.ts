import { createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from './stores/audit';
import type { Signed } from '../domain/exit/manifest';

/** DER headers around the raw 32 bytes of an Ed25519 key (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b6570032100', 'hex');

/** What is signed: each has a key of its own, so that a signature of one is worth nothing as that of another. */
export type SignedThing = 'exit manifest' | 'audit head';

function signingKey(rootKey: string, thing: SignedThing): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', rootKey, '', `tenure ${thing}`, 32));
  return createPrivateKey({ key: Buffer.concat([PRIVATE_DER, seed]), format: 'der', type: 'pkcs8' });
}

const publicPart = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_DER.length).toString('base64');

/** Signs the canonical JSON of a value with the key that belongs to the root key. */
export function signValue<T>(content: T, rootKey: string, thing: SignedThing = 'exit manifest'): Signed<T> {
  const key = signingKey(rootKey, thing);
  const signature = sign(null, Buffer.from(canonicalJson(content)), key).toString('base64');
  return { content, algorithm: 'Ed25519', publicKey: publicPart(key), signature };
}

/** Whether one of these root keys has signed it: a stranger's signature is as good as none. */
export const isSignedByUs = <T>(signed: Signed<T>, rootKeys: readonly string[], thing: SignedThing): boolean =>
  rootKeys.some((rootKey) => publicPart(signingKey(rootKey, thing)) === signed.publicKey) && isSignedBy(signed);

/** Whether the signature fits the public key that stands beside it; whose key that is, the reader has to know. */
export function isSignedBy<T>({ content, publicKey, signature }: Signed<T>): boolean {
  const key = createPublicKey({
    key: Buffer.concat([PUBLIC_DER, Buffer.from(publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, Buffer.from(canonicalJson(content)), key, Buffer.from(signature, 'base64'));
}
