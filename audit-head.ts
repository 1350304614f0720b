import { z } from 'zod';
import type { AuditHead } from './domain/audit/head';
import type { Signed } from './domain/exit/manifest';
import { isSignedByUs, signValue } from './db/signature';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Head = z.strictObject({
  content: z.strictObject({
    number: z.int().min(1),
    day: z.iso.date(),
    at: z.int(),
    entries: z.int().min(0),
    streams: z.int().min(0),
    root: Sha256,
    previous: Sha256,
  }),
  algorithm: z.literal('Ed25519'),
  publicKey: z.base64().length(44),
  signature: z.base64().length(88),
});

export const signHead = (content: AuditHead, secrets: readonly string[]): Signed<AuditHead> =>
  signValue(content, secrets[0] ?? '', 'audit head');

export const isHeadOurs = (head: Signed<AuditHead>, secrets: readonly string[]): boolean =>
  isSignedByUs(head, secrets, 'audit head');

/** The head as one word, which mail programs neither break nor adorn. */
export const headWord = (head: Signed<AuditHead>): string => Buffer.from(JSON.stringify(head)).toString('base64url');

/** Reads what `headWord` wrote, with whatever spaces a mail program has put into it; null where it is something else. */
export function readHeadWord(word: string): Signed<AuditHead> | null {
  try {
    const read = Head.safeParse(JSON.parse(Buffer.from(word.replace(/\s/g, ''), 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
