import { createHmac, timingSafeEqual } from 'node:crypto';

/** Everything a decision link is bound to; only the task, the expiry and the signature stand in its address. */
export interface LinkTarget {
  readonly taskId: string;
  readonly round: number;
  readonly recipientId: string;
  readonly address: string;
  readonly subjectHash: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What a vendor's link is bound to: whoever else gets the contact's mails does not get along with the old address. */
export interface VendorTarget {
  readonly invitationId: string;
  readonly vendorId: string;
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What the link of the vendor of a running service is bound to. */
export interface ServiceTarget {
  readonly engagementId: string;
  readonly vendorId: string;
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What the link to the values of a period is bound to: the representative of the vendor or, where there is none, the vendor. */
export interface ValuesTarget {
  readonly engagementId: string;
  readonly period: string;
  readonly partyId: string;
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The parts of a link to the values of a period. */
export interface ParsedValuesLink {
  readonly engagementId: string;
  readonly period: string;
  readonly expiresAt: number;
  readonly mac: string;
}

/** The three parts of a link; `taskId` names the invitation, the engagement or the review in a vendor's one. */
export interface ParsedLink {
  readonly taskId: string;
  readonly expiresAt: number;
  readonly mac: string;
}

/** Signed links to decision pages. They are derived, so nothing secret is stored and a repeated mail carries the same link. */
export interface Links {
  readonly forDecision: (target: LinkTarget) => string;
  readonly isGenuine: (link: ParsedLink, target: LinkTarget) => boolean;
  /** The address of a vendor's own page of a tender. */
  readonly forVendor: (target: VendorTarget) => string;
  readonly isVendors: (link: ParsedLink, target: VendorTarget) => boolean;
  /** The address of the page on which the vendor of a running service takes part. */
  readonly forService: (target: ServiceTarget) => string;
  readonly isOfService: (link: ParsedLink, target: ServiceTarget) => boolean;
  /** The secret in the address of a questionnaire; only its hash is kept. */
  readonly questionnaireToken: (target: { readonly assessmentId: string; readonly expiresAt: number }) => string;
  /** The address of the page on which a vendor reports the values of a period. */
  readonly forValues: (target: ValuesTarget) => string;
  readonly isOfValues: (link: ParsedValuesLink, target: ValuesTarget) => boolean;
  /** Six digits for one purpose; known to whoever holds the root key and the id of the code. */
  readonly codeFor: (codeId: string) => string;
  readonly isCode: (codeId: string, typed: string) => boolean;
  /** Names the key and the address that links are made with now, and is no secret. */
  readonly issue: string;
}

/** `secrets` newest first: the first one signs, all of them verify. */
export function createLinks(secrets: readonly string[], publicUrl: string): Links {
  const keys = secrets.map((secret) => derive(secret, 'tenure decision link v1'));
  const vendorKeys = secrets.map((secret) => derive(secret, 'tenure vendor link v1'));
  const serviceKeys = secrets.map((secret) => derive(secret, 'tenure service link v1'));
  const codeKeys = secrets.map((secret) => derive(secret, 'tenure one-time code v1'));
  const token = (target: LinkTarget): string =>
    [target.taskId, target.expiresAt.toString(36), sign(keys[0] ?? Buffer.alloc(0), target)].join('.');
  return {
    issue: createHmac('sha256', derive(secrets[0] ?? '', 'tenure link issue v1'))
      .update(publicUrl)
      .digest('hex')
      .slice(0, 16),
    forDecision: (target) => `${publicUrl}/a/${token(target)}`,
    isGenuine: ({ mac }, target) => keys.map((key) => isEqual(sign(key, target), mac)).includes(true),
    forVendor: (target) =>
      `${publicUrl}/v/${[target.invitationId, target.expiresAt.toString(36), signVendor(vendorKeys[0] ?? Buffer.alloc(0), target)].join('.')}`,
    isVendors: ({ mac }, target) => vendorKeys.map((key) => isEqual(signVendor(key, target), mac)).includes(true),
    forService: (target) =>
      `${publicUrl}/i/${[target.engagementId, target.expiresAt.toString(36), signService(serviceKeys[0] ?? Buffer.alloc(0), target)].join('.')}`,
    isOfService: ({ mac }, target) => serviceKeys.map((key) => isEqual(signService(key, target), mac)).includes(true),
    questionnaireToken: ({ assessmentId, expiresAt }) =>
      createHmac('sha256', derive(secrets[0] ?? '', 'tenure questionnaire link v1'))
        .update(['v1', assessmentId, expiresAt].join('|'))
        .digest('base64url'),
    ...valuesLinks(secrets, publicUrl),
    codeFor: (codeId) => digits(codeKeys[0] ?? Buffer.alloc(0), codeId),
    isCode: (codeId, typed) => codeKeys.map((key) => isEqual(digits(key, codeId), typed)).includes(true),
  };
}

function valuesLinks(secrets: readonly string[], publicUrl: string): Pick<Links, 'forValues' | 'isOfValues'> {
  const keys = secrets.map((secret) => derive(secret, 'tenure values link v1'));
  return {
    forValues: (target) => {
      const { engagementId, period, expiresAt } = target;
      const mac = signValues(keys[0] ?? Buffer.alloc(0), target);
      return `${publicUrl}/k/${[engagementId, period, expiresAt.toString(36), mac].join('.')}`;
    },
    isOfValues: ({ mac }, target) => keys.map((key) => isEqual(signValues(key, target), mac)).includes(true),
  };
}

const digits = (key: Buffer, codeId: string): string => {
  const digest = createHmac('sha256', key).update(codeId).digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
};

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{43})$/;

/** Reads the form of a link; whether it is genuine is another question. */
export function parseLink(token: string): ParsedLink | null {
  const [, taskId, expires, mac] = TOKEN.exec(token) ?? [];
  return taskId && expires && mac ? { taskId, expiresAt: parseInt(expires, 36), mac } : null;
}

/** Names nothing, for the same work as a wrong signature. */
const NO_LINK: ParsedLink = { taskId: '00000000-0000-0000-0000-000000000000', expiresAt: 0, mac: '' };

/** What a text names, be it a link or not: one that is none costs the same work as one with a wrong signature. */
export const readLink = (token: string): ParsedLink => parseLink(token) ?? NO_LINK;

const VALUES_TOKEN =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?)\.([0-9a-z]{1,10})\.([A-Za-z0-9_-]{43})$/;

export function parseValuesLink(token: string): ParsedValuesLink | null {
  const [, engagementId, period, expires, mac] = VALUES_TOKEN.exec(token) ?? [];
  return engagementId && period && expires && mac
    ? { engagementId, period, expiresAt: parseInt(expires, 36), mac }
    : null;
}

const derive = (secret: string, purpose: string): Buffer => createHmac('sha256', secret).update(purpose).digest();

const sign = (key: Buffer, target: LinkTarget): string =>
  createHmac('sha256', key)
    .update(
      [
        'v1',
        target.taskId,
        target.round,
        target.recipientId,
        target.address,
        target.subjectHash,
        target.expiresAt,
      ].join('|'),
    )
    .digest('base64url');

const signVendor = (key: Buffer, { invitationId, vendorId, address, expiresAt }: VendorTarget): string =>
  createHmac('sha256', key).update(['v1', invitationId, vendorId, address, expiresAt].join('|')).digest('base64url');

const signService = (key: Buffer, { engagementId, vendorId, address, expiresAt }: ServiceTarget): string =>
  createHmac('sha256', key).update(['v1', engagementId, vendorId, address, expiresAt].join('|')).digest('base64url');

const signValues = (key: Buffer, { engagementId, period, partyId, address, expiresAt }: ValuesTarget): string =>
  createHmac('sha256', key)
    .update(['v1', engagementId, period, partyId, address, expiresAt].join('|'))
    .digest('base64url');

/** Compares in a time that tells nothing about where two texts differ. */
export const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
