import { Secret } from 'otpauth';
import { inTransaction, type Trx } from '../../db/transaction';
import { createSealer } from '../../db/sealed';
import { findSecondFactor, replaceRecoveryCodes, takeRecoveryCode, takeStep } from '../../db/stores/second-factors';
import { hashSecret } from '../../db/stores/tokens';
import type { Services } from '../services';
import { tellOfChange } from '../../db/stores/sign-in-changes';
import { stepOf } from './totp';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

export const sealerOf = ({ config }: Pick<Services, 'config'>) => createSealer(config.secrets);

/** Whether a code is one that the app of the person shows now, or a recovery code of theirs. Either is good once. */
export async function isSecondFactor(deps: Deps, userId: string, typed: string): Promise<boolean> {
  const code = plainCode(typed);
  const isOfApp = /^\d{6}$/.test(code);
  return isOfApp ? isAppCode(deps, userId, code) : isRecoveryCode(deps, userId, code);
}

const isRecoveryCode = ({ db, clock }: Deps, userId: string, code: string): Promise<boolean> =>
  inTransaction(db, async (trx) => {
    const now = clock();
    if (!(await takeRecoveryCode(trx, userId, { hash: hashSecret(code), now }))) return false;
    await tellOfChange(trx, { userId, change: 'recovery-code-used', now });
    return true;
  });

async function isAppCode(deps: Deps, userId: string, code: string): Promise<boolean> {
  const factor = await findSecondFactor(deps.db, userId);
  if (factor?.confirmedAt == null) return false;
  const seed = sealerOf(deps).openOrNull(factor.seed);
  const step = seed === null ? null : stepOf(seed, code, deps.clock());
  return step !== null && takeStep(deps.db, userId, { seed: factor.seed, step });
}

/** Without what people put between the groups of a code. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

const CODES = 10;
/** 120 bits: such a code is kept as a plain hash (OWASP ASVS 6.5.2). */
const CODE_BYTES = 15;

/** Ten codes for the day on which the app is lost, in place of those before. They are in this answer alone. */
export async function newRecoveryCodes(trx: Trx, userId: string, now: number): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, () => new Secret({ size: CODE_BYTES }).base32);
  await replaceRecoveryCodes(trx, userId, { hashes: codes.map(hashSecret), now });
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

/** How long a seed that was shown waits for its first code. */
const SETUP_MS = 15 * 60_000;

/** The seed that somebody sets up, and its sealed text; null when there is none, or it has waited too long. */
export async function pendingSeed(
  deps: Deps,
  userId: string,
): Promise<{ readonly seed: string; readonly sealed: string } | null> {
  const factor = await findSecondFactor(deps.db, userId);
  const waits = factor?.confirmedAt === null && deps.clock() < factor.createdAt + SETUP_MS;
  const seed = waits ? sealerOf(deps).openOrNull(factor.seed) : null;
  return seed === null || factor === null ? null : { seed, sealed: factor.seed };
}
