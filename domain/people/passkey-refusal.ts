/** Why a passkey opened nothing or was not taken on, with the words by which people are told. */
export const PASSKEY_REASONS = {
  answer: 'answer',
  challenge: 'challenge',
  origin: 'place',
  'rp-id': 'place',
  unverified: 'unverified',
  unknown: 'unknown',
  'other-person': 'unknown',
  signature: 'signature',
  counter: 'counter',
  taken: 'taken',
  'not-offered': 'not-offered',
} as const satisfies Record<string, string>;

export type PasskeyReason = keyof typeof PASSKEY_REASONS;
export type PasskeyWords = (typeof PASSKEY_REASONS)[PasskeyReason];

/** What somebody tells an administrator: `PASSKEY_RP_ID`. */
export const passkeyCode = (reason: PasskeyReason): string => `PASSKEY_${reason.replaceAll('-', '_').toUpperCase()}`;

/** Whether it counts as a wrong try: nobody guesses by a page that was open for too long. */
export const isPasskeyTry = (reason: PasskeyReason): boolean => reason !== 'challenge' && reason !== 'not-offered';
