import { codeOf, isOidcReason, OIDC_REASONS, type OidcReason } from '../../domain/people/oidc-refusal';
import { passkeyCode, PASSKEY_REASONS, type PasskeyReason } from '../../domain/people/passkey-refusal';
import type { PasskeyRefused, ProviderLink, ProviderRefusal, SignInRefusal } from '../../templates/security-page-data';
import type { PageDeps } from './reader';

export const SIGN_IN_STATUS = { unknown: 401, code: 401, 'too-late': 401, busy: 429 } as const satisfies Record<
  SignInRefusal,
  number
>;

/** What a visit to the organisation's sign-in came to, as the address says; null when it says nothing that we know. */
export const refusedBy = (said: string): OidcReason | null => (isOidcReason(said) ? said : null);

/** The organisation's own sign-in, where it has one. */
export const providerLink = ({ config: { oidc } }: Pick<PageDeps, 'config'>, href: string): ProviderLink | null =>
  oidc ? { name: oidc.name, href } : null;

export const providerRefusal = (reason: OidcReason | null): ProviderRefusal | null =>
  reason && { words: OIDC_REASONS[reason], code: codeOf(reason) };

export const passkeyRefused = (reason: PasskeyReason): PasskeyRefused => ({
  words: PASSKEY_REASONS[reason],
  code: passkeyCode(reason),
});

/** Why a form to sign in opened nothing. */
export type Refusal = SignInRefusal | PasskeyRefused;

/** It, as pages say it. */
export const saidOf = (refusal: Refusal | null) => ({
  refusal: typeof refusal === 'string' ? refusal : null,
  passkeyRefused: typeof refusal === 'string' ? null : refusal,
});

export const statusOf = (reason: OidcReason): number => (OIDC_REASONS[reason] === 'away' ? 503 : 401);
