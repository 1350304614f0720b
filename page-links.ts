import { createHmac } from 'node:crypto';
import { isEqual, type ParsedLink } from './links';

/** What the link to a page is bound to: what the page is about, and the address of whoever the link was made for. */
export interface PageTarget {
  readonly id: string;
  /** Empty for a link that is open to everybody. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface PageLinks {
  readonly linkTo: (target: PageTarget) => string;
  readonly isGenuine: (link: ParsedLink, target: PageTarget) => boolean;
}

/** Signed links to one kind of page, derived like all links of ours; `secrets` newest first. */
const pageLinks =
  (letter: string, purpose: string) =>
  (secrets: readonly string[], publicUrl: string): PageLinks => {
    const keys = secrets.map((secret) => createHmac('sha256', secret).update(`tenure ${purpose} link v1`).digest());
    return {
      linkTo: (target) => {
        const mac = sign(keys[0] ?? Buffer.alloc(0), target);
        return `${publicUrl}/${letter}/${[target.id, target.expiresAt.toString(36), mac].join('.')}`;
      },
      isGenuine: ({ mac }, target) => keys.map((key) => isEqual(sign(key, target), mac)).includes(true),
    };
  };

const sign = (key: Buffer, { id, address, expiresAt }: PageTarget): string =>
  createHmac('sha256', key).update(['v1', id, address, expiresAt].join('|')).digest('base64url');

/** To a review, for whoever speaks for the vendor: its pack, and its minutes to approve. */
export const reviewPageLinks = pageLinks('m', 'review');
/** To a survey: of an invitation, or of the survey itself for its open link. */
export const surveyPageLinks = pageLinks('f', 'survey');
/** To the page on which somebody sets a password of their own; good for one. */
export const passwordPageLinks = pageLinks('w', 'password');
/** To the settlement of an engagement, for whoever speaks for its vendor. */
export const settlementPageLinks = pageLinks('s', 'settlement');
