import type { OidcReason } from './oidc-refusal';
import type { OidcSettings } from './oidc-settings';

/** What a provider says of somebody, in a token whose signature, issuer, audience, nonce and end were checked before. */
export type Claims = Readonly<Record<string, unknown>>;

export interface Expected {
  readonly settings: Pick<OidcSettings, 'clientId' | 'acr'>;
  /** When the browser was sent to the provider. */
  readonly startedAt: number;
  /** Whether the person has to have shown anew who they are. */
  readonly again: boolean;
  /** How old a session of ours may become: a proof of before opens none. */
  readonly lifeMs: number;
  readonly now: number;
}

/** Clocks of the provider and of ours may differ by so much. */
export const SKEW_MS = 60_000;
/** The most that the standard allows of a subject. */
const SUBJECT_MOST = 255;

/** Why somebody is not signed in by what the provider says, as far as it is about no person of ours; null when nothing is. */
export function claimsFault(claims: Claims, { settings, startedAt, again, lifeMs, now }: Expected): OidcReason | null {
  if (!isSubject(claims['sub'])) return 'subject';
  if (claims['azp'] !== undefined && claims['azp'] !== settings.clientId) return 'party';
  const issued = momentOf(claims['iat']);
  if (issued === null) return 'answer';
  if (issued > now + SKEW_MS) return 'early';
  if (settings.acr.length > 0 && !settings.acr.some((value) => value === claims['acr'])) return 'factors';
  const shown = momentOf(claims['auth_time']);
  if (shown !== null && shown > now + SKEW_MS) return 'early';
  // Many providers do not say when: that opens a session, and shows nothing again.
  if (shown === null) return again ? 'old-proof' : null;
  return shown < startedAt - (again ? 0 : lifeMs) - SKEW_MS ? 'old-proof' : null;
}

const isSubject = (value: unknown): value is string =>
  // eslint-disable-next-line no-control-regex -- what PostgreSQL does not store, and what no identifier holds
  typeof value === 'string' && value !== '' && value.length <= SUBJECT_MOST && !/[\u0000-\u001f\u007f]/.test(value);

/** Seconds since 1970, of which some providers give fractions, as whole milliseconds. */
const momentOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value * 1_000) : null;

/**
 * When the person has last shown who they are. A provider that does not say leaves it open: whatever is grave then asks again.
 */
export function shownAt(claims: Claims, { now, freshMs }: { readonly now: number; readonly freshMs: number }): number {
  const shown = momentOf(claims['auth_time']);
  return shown === null ? now - freshMs : Math.min(shown, now);
}

/** Words for one thing that is said to be true; some providers say it as text or number. */
const TRUE: readonly unknown[] = [true, 'true', 1, '1'];

/** The address that the provider has checked; null without one. An address that anybody may type in there proves nothing. */
export function verifiedEmail(claims: Claims, verifiedClaim: string): string | null {
  const { email } = claims;
  return typeof email === 'string' && TRUE.includes(claims[verifiedClaim]) ? email : null;
}

/** Kinds of factors of RFC 8176: what somebody knows, has and is. */
const KINDS: Readonly<Record<string, 'knows' | 'has' | 'is'>> = {
  ...{ pwd: 'knows', pin: 'knows', kba: 'knows' },
  ...{ otp: 'has', hwk: 'has', swk: 'has', sc: 'has', sms: 'has', tel: 'has' },
  ...{ face: 'is', fpt: 'is', iris: 'is', retina: 'is', vbm: 'is' },
};

/** Whether the provider says that several factors were shown: it says so itself, or names two of different kinds. */
export function showsSeveralFactors({ amr }: Claims): boolean {
  if (!Array.isArray(amr)) return false;
  const words = amr.filter((word): word is string => typeof word === 'string');
  const kinds = words.flatMap((word) => (Object.hasOwn(KINDS, word) ? [KINDS[word]] : []));
  return words.includes('mfa') || new Set(kinds).size > 1;
}
