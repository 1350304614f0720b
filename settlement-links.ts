import { createHmac } from 'node:crypto';
import { isEqual, type ParsedLink } from './links';

/** What the link to a settlement is bound to: the engagement, and the address of whoever speaks for its vendor. */
export interface SettlementTarget {
  readonly engagementId: string;
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface SettlementLinks {
  readonly forSettlement: (target: SettlementTarget) => string;
  readonly isOfSettlement: (link: ParsedLink, target: SettlementTarget) => boolean;
}

/** Signed links to settlements, derived like all links of ours; `secrets` newest first. */
export function createSettlementLinks(secrets: readonly string[], publicUrl: string): SettlementLinks {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update('tenure settlement link v1').digest());
  return {
    forSettlement: (target) => {
      const { engagementId, expiresAt } = target;
      return `${publicUrl}/s/${[engagementId, expiresAt.toString(36), sign(keys[0] ?? Buffer.alloc(0), target)].join('.')}`;
    },
    isOfSettlement: ({ mac }, target) => keys.map((key) => isEqual(sign(key, target), mac)).includes(true),
  };
}

const sign = (key: Buffer, { engagementId, address, expiresAt }: SettlementTarget): string =>
  createHmac('sha256', key).update(['v1', engagementId, address, expiresAt].join('|')).digest('base64url');
