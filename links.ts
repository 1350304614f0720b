import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a mailed decision link is bound to. */
export interface LinkTarget {
  readonly taskId: string;
  readonly round: number;
  readonly recipientId: string;
  /** The recipient's address when the mail was written. */
  readonly address: string;
  readonly subjectHash: string;
}

/** A token as it came in: nothing of it is believed before `isGenuine` says so. */
export interface ParsedLink {
  readonly taskId: string;
  /** Epoch milliseconds after which the link no longer acts. */
  readonly expiresAt: number;
  readonly mac: string;
}

/** Decision links and one-time codes: derived, never stored, so a repeated mail carries the same ones. */
export interface Links {
  readonly forDecision: (target: LinkTarget & { readonly expiresAt: number }) => string;
  /** Whether we made this link for exactly this; takes the same time for every answer. */
  readonly isGenuine: (link: ParsedLink, target: LinkTarget) => boolean;
  /** Six digits. */
  readonly codeFor: (codeId: string) => string;
  readonly isCode: (codeId: string, typed: string) => boolean;
}

const SHAPE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-z]{6,10})\.([\w-]{43})$/;
const VERSION = 'v1';

/** `secrets` newest first: the first one signs, all of them verify. */
export function createLinks(secrets: readonly string[], publicUrl: string): Links {
  const signing = secrets[0] ?? '';
  return {
    forDecision: (target) => {
      const mac = macOf(signing, target, target.expiresAt);
      return `${publicUrl}/a/${target.taskId}.${target.expiresAt.toString(36)}.${mac}`;
    },
    isGenuine: ({ mac, expiresAt }, target) =>
      secrets.map((secret) => isEqual(macOf(secret, target, expiresAt), mac)).includes(true),
    codeFor: (codeId) => codeOf(signing, codeId),
    isCode: (codeId, typed) => secrets.some((secret) => isEqual(codeOf(secret, codeId), typed.replace(/\s/g, ''))),
  };
}

export function parseLink(token: string): ParsedLink | null {
  const [, taskId, expires, mac] = SHAPE.exec(token) ?? [];
  return taskId && expires && mac ? { taskId, expiresAt: parseInt(expires, 36), mac } : null;
}

function macOf(secret: string, target: LinkTarget, expiresAt: number): string {
  const { taskId, round, recipientId, address, subjectHash } = target;
  const text = JSON.stringify([VERSION, taskId, round, recipientId, address.toLowerCase(), subjectHash, expiresAt]);
  return hmac(hmac(secret, 'tenure decision link'), text).toString('base64url');
}

const codeOf = (secret: string, codeId: string): string => {
  const digest = hmac(hmac(secret, 'tenure one-time code'), `${VERSION}|${codeId}`);
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

export const isEqual = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
