/** Why a sign-in at the organisation's provider opened nothing, with the words by which people are told. */
export const OIDC_REASONS = {
  away: 'away',
  metadata: 'away',
  cancelled: 'cancelled',
  refused: 'refused',
  state: 'state',
  used: 'state',
  code: 'state',
  answer: 'token',
  issuer: 'token',
  audience: 'token',
  party: 'token',
  nonce: 'token',
  algorithm: 'token',
  signature: 'token',
  expired: 'token',
  early: 'token',
  subject: 'token',
  factors: 'factors',
  'old-proof': 'old-proof',
  mail: 'mail',
  stranger: 'stranger',
  'other-subject': 'other-subject',
  'other-person': 'other-person',
} as const satisfies Record<string, string>;

export type OidcReason = keyof typeof OIDC_REASONS;
export type OidcWords = (typeof OIDC_REASONS)[OidcReason];

export const isOidcReason = (text: string): text is OidcReason => Object.hasOwn(OIDC_REASONS, text);

/** What somebody tells an administrator: `OIDC_OLD_PROOF`. */
export const codeOf = (reason: OidcReason): string => `OIDC_${reason.replaceAll('-', '_').toUpperCase()}`;

/** What nobody can guess by: a provider that is away or set up wrongly, a change of mind, an answer to no visit of the browser's own. */
const NO_TRIES: readonly OidcReason[] = ['away', 'metadata', 'cancelled', 'refused', 'state'];

/** Whether it counts as a wrong try. */
export const isTry = (reason: OidcReason): boolean => !NO_TRIES.includes(reason);
