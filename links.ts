import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a mailed decision link is bound to. */
export interface LinkFacts {
  readonly taskId: string;
  readonly recipientId: string;
  /** The recipient's address when the mail was written. */
  readonly address: string;
  readonly subjectHash: string;
  /** Epoch milliseconds after which the link no longer acts. */
  readonly expires: number;
}

/** A token as it came in: nothing of it is believed before `isGenuine` says so. */
export interface LinkToken {
  readonly taskId: string;
  readonly expires: number;
  /** Beginning of the subject's hash, and a keyed digest of the address. */
  readonly subject: string;
  readonly address: string;
  readonly mac: string;
}

const SHAPE =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-z]{6,10})-([0-9a-f]{12})-([\w-]{12})\.([\w-]{43})$/;
const VERSION = 'v1';

/** Derived, never stored: a repeated mail carries the same link, and no secret passes through histories or tables. */
export function decisionUrl(site: { publicUrl: string; secrets: readonly string[] }, facts: LinkFacts): string {
  const key = site.secrets[0] ?? '';
  const unsigned = {
    taskId: facts.taskId,
    expires: facts.expires,
    subject: facts.subjectHash.slice(0, 12),
    address: addressMark(key, facts.address),
  };
  const { taskId, expires, subject, address } = unsigned;
  return `${site.publicUrl}/a/${taskId}.${expires.toString(36)}-${subject}-${address}.${macOf(key, unsigned, facts.recipientId)}`;
}

export function readToken(token: string): LinkToken | null {
  const [, taskId, expires, subject, address, mac] = SHAPE.exec(token) ?? [];
  if (!taskId || !expires || !subject || !address || !mac) return null;
  return { taskId, expires: parseInt(expires, 36), subject, address, mac };
}

/** Whether we made this token for this person; takes the same time for every answer. */
export const isGenuine = (secrets: readonly string[], token: LinkToken, recipientId: string): boolean =>
  secrets.map((secret) => isEqual(macOf(secret, token, recipientId), token.mac)).includes(true);

/** Whether a genuine token was mailed to the address that the person still has. */
export const isSameAddress = (secrets: readonly string[], token: LinkToken, address: string): boolean =>
  secrets.some((secret) => isEqual(addressMark(secret, address), token.address));

const CODE_WINDOW_MS = 5 * 60_000;
export const CODE_LIFETIME_MS = 2 * CODE_WINDOW_MS;

/** Start of the window in which a one-time code is asked for: one code, and one mail, per window. */
export const codeWindow = (now: number): number => Math.floor(now / CODE_WINDOW_MS) * CODE_WINDOW_MS;

interface CodeFor {
  readonly taskId: string;
  readonly recipientId: string;
  readonly window: number;
}

/** The six digits of a window; derived like the link, so the mail activity and the page agree without storing it. */
export function oneTimeCode(secret: string, { taskId, recipientId, window }: CodeFor): string {
  const digest = hmac(purposeKey(secret, 'one-time code'), `${VERSION}|${taskId}|${recipientId}|${window}`);
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** Whether somebody typed the code of this window or of the one before it. */
export function isCode(
  secrets: readonly string[],
  typed: string,
  { now, ...who }: Omit<CodeFor, 'window'> & { now: number },
): boolean {
  const digits = typed.replace(/\s/g, '');
  const windows = [codeWindow(now), codeWindow(now) - CODE_WINDOW_MS];
  return secrets.some((secret) => windows.some((window) => isEqual(oneTimeCode(secret, { ...who, window }), digits)));
}

type Unsigned = Omit<LinkToken, 'mac'>;

const macOf = (secret: string, { taskId, expires, subject, address }: Unsigned, recipientId: string): string =>
  hmac(
    purposeKey(secret, 'decision link'),
    [VERSION, taskId, recipientId, expires, subject, address].join('|'),
  ).toString('base64url');

const addressMark = (secret: string, address: string): string =>
  hmac(purposeKey(secret, 'link address'), address.toLowerCase()).subarray(0, 9).toString('base64url');

const purposeKey = (secret: string, purpose: string): Buffer => hmac(secret, `tenure ${purpose}`);
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
