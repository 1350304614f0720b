import { Secret, TOTP } from 'otpauth';

/** What every authenticator app knows: six digits of HMAC-SHA1, new every half minute (RFC 6238). */
const USUAL = { issuer: 'Tenure', algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Clocks may differ by one code either way. */
const WINDOW = 1;
const SEED_BYTES = 20;

const totpOf = (seed: string, label = ''): TOTP => new TOTP({ ...USUAL, label, secret: Secret.fromBase32(seed) });

/** 160 random bits in base32, as apps take them. */
export const newSeed = (): string => new Secret({ size: SEED_BYTES }).base32;

/** What a code of pixels for an app says. */
export const seedUri = (seed: string, email: string): string => totpOf(seed, email).toString();

/** The half minute that a code is of, by our own clock; null for a code that is of none near now. */
export function stepOf(seed: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = totpOf(seed);
  const delta = totp.validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}
