import { hash, verify } from '@node-rs/argon2';
import type { Request } from 'express';
import { mayUsePassword } from '../../domain/people/oidc-settings';
import { passwordFault, type PasswordFault } from '../../domain/people/password';
import type { Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { findPassword, personByEmail, rehashPassword, replacePassword } from '../../db/stores/passwords';
import { endSessions } from '../../db/stores/sessions';
import { inTransaction } from '../../db/transaction';
import type { Services } from '../services';
import { isCommonPassword } from './common-passwords';
import { tellOfChange } from '../../db/stores/sign-in-changes';
import { noteSignIn } from './trail';

/** Argon2id as OWASP asks: 19 MiB, two passes, one lane. Node's four threads bound how many run at once. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** Whether a person signs in with a password, as the settings have it. */
export const mayHavePassword = ({ config }: Pick<Services, 'config'>, person: Pick<Person, 'roles'>): boolean =>
  mayUsePassword(config.passwords ?? 'everybody', person);

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Stands in for a password that is not there, so that an unknown address costs the same work as a wrong password. */
const NOBODY = hashPassword('nobody has this password');

const isRight = (kept: string, password: string): Promise<boolean> => verify(kept, password);

/** Who signs in by address and password, and when that was set; null, after the same work, for everybody else. */
export async function personByPassword(
  db: Db,
  { email, password }: { readonly email: string | null; readonly password: string },
): Promise<{ readonly person: Person; readonly changedAt: number } | null> {
  const found = email === null ? null : await personByEmail(db, email);
  const kept = found?.password ?? null;
  const right = await isRight(kept?.hash ?? (await NOBODY), password);
  if (!found || kept === null || !right) return null;
  if (!kept.hash.startsWith(CURRENT))
    await rehashPassword(db, found.person.id, { hash: await hashPassword(password), before: kept.hash });
  return { person: found.person, changedAt: kept.changedAt };
}

/** Whether this is the password that the person has now. */
export async function hasPassword(db: Db, userId: string, password: string): Promise<boolean> {
  const kept = await findPassword(db, userId);
  return kept !== null && (await isRight(kept.hash, password));
}

export interface NewPassword {
  readonly req: Request;
  readonly person: Person;
  readonly password: string;
  /** The session that stays; all others of the person end. */
  readonly keptSession: string | null;
  /** When the password was set that this one takes the place of, where that matters; 0 for none. */
  readonly inPlaceOf?: number;
  readonly by: 'password.changed' | 'password.reset';
}

/** Sets a password, or says what is wrong with it. Whoever was signed in by the one before is signed out. */
export async function setPassword(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  wish: NewPassword,
): Promise<PasswordFault | 'changed-meanwhile' | null> {
  const { req, person, password, keptSession, inPlaceOf, by } = wish;
  const fault = passwordFault({ password, person, isCommon: isCommonPassword });
  if (fault) return fault;
  const fresh = await hashPassword(password);
  const now = clock();
  return inTransaction(db, async (trx) => {
    const before = await findPassword(trx, person.id);
    const isExpected = inPlaceOf === undefined || inPlaceOf === (before?.changedAt ?? 0);
    if (!isExpected || !(await replacePassword(trx, person.id, { hash: fresh, before, now })))
      return 'changed-meanwhile';
    await endSessions(trx, person.id, { ...(keptSession !== null && { butId: keptSession }) });
    await noteSignIn(trx, req, { type: by, userId: person.id, now });
    await tellOfChange(trx, { userId: person.id, change: 'password-set', now });
    return null;
  });
}
