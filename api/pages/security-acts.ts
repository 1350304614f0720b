import type { Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../../domain/calendar/civil';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { NewToken } from '../../domain/people/token-schema';
import { LocalDate, Uuid } from '../../domain/shapes';
import { findPassword } from '../../db/stores/passwords';
import { endSessions } from '../../db/stores/sessions';
import { revokeToken } from '../../db/stores/tokens';
import { inTransaction, type Trx } from '../../db/transaction';
import type { PasskeyRefused, PasswordRefusal } from '../../templates/security-page-data';
import { auditPerson } from '../people';
import { TooManyRequests } from '../problems';
import { sessionCookie } from '../session';
import { hasSecondFactor } from '../sign-in/factors';
import { provenAgain } from '../sign-in/first-proof';
import { makeToken } from '../sign-in/tokens';
import { noteSignIn } from '../sign-in/trail';
import { mayHavePassword, setPassword } from '../sign-in/password';
import { formField, formList, formSecret } from './csrf';
import type { SignedIn } from './guard';
import { addPasskey, removePasskey } from './passkey-acts';
import { hrefToConfirm, isProven } from './prove-again';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { beginApp, confirmApp, removeApp, renewCodes } from './second-factor-acts';

export interface SecurityVisit {
  readonly deps: PageDeps;
  readonly requests: Requests;
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

/** What came of a form. */
export interface Outcome {
  /** Where to go on. */
  readonly to?: string;
  readonly done?: string | null;
  readonly refused?: string;
  /** What is wrong with a token that was not made. */
  readonly wrong?: readonly string[];
  readonly passwordFault?: PasswordRefusal;
  readonly passkeyRefused?: PasskeyRefused;
  /** A token that was made. */
  readonly made?: string;
  /** What an authenticator app is to be given. */
  readonly seed?: string;
  /** Recovery codes that were made. */
  readonly codes?: readonly string[];
}

export type Act = (visit: SecurityVisit) => Promise<Outcome>;

const idOf = ({ req }: SecurityVisit): string | null => Uuid.safeParse(formField(req, 'id')).data ?? null;

export const noteOwn = (trx: Trx, { deps, reader }: SecurityVisit, fact: { type: string; payload?: object }) =>
  auditPerson(
    trx,
    { now: deps.clock(), actor: reader.person, channel: 'page', newId: uuidv7() },
    { id: reader.person.id, type: fact.type, payload: { ...fact.payload } },
  );

/** What lets others in needs somebody who has lately shown who they are; others are asked first and come back. */
const fresh =
  (act: Act): Act =>
  (visit) =>
    isProven(visit) ? act(visit) : Promise.resolve({ to: hrefToConfirm('/security') });

const endOne: Act = async (visit) => {
  const { deps, req, reader } = visit;
  const id = idOf(visit);
  const ended = await inTransaction(deps.db, async (trx) => {
    if (id === null || (await endSessions(trx, reader.person.id, { id })) === 0) return false;
    await noteSignIn(trx, req, { type: 'sign-in.ended', userId: reader.person.id, now: deps.clock() });
    return true;
  });
  return ended ? { to: '/security?done=session-ended' } : { refused: 'not-there' };
};

const endAll: Act = async ({ deps, req, res, reader }) => {
  const userId = reader.person.id;
  await inTransaction(deps.db, async (trx) => {
    const count = await endSessions(trx, userId);
    await noteSignIn(trx, req, { type: 'sign-in.ended', userId, now: deps.clock(), payload: { count } });
  });
  const { name, options } = sessionCookie(deps.config);
  res.clearCookie(name, options);
  return { to: '/sign-in' };
};

const revoke: Act = async (visit) => {
  const { deps, reader } = visit;
  const id = idOf(visit);
  const revoked = await inTransaction(deps.db, async (trx) => {
    if (id === null || !(await revokeToken(trx, reader.person.id, { id, now: deps.clock() }))) return false;
    await noteOwn(trx, visit, { type: 'user.token-revoked', payload: { tokenId: id } });
    return true;
  });
  return revoked ? { to: '/security?done=token-revoked' } : { refused: 'not-there' };
};

const YEAR_DAYS = 366;

/** A token for a program has scopes and an end: one that can do everything for ever is for an administrator to give. */
const makeOwn: Act = async (visit) => {
  const { deps, req, reader } = visit;
  const { person } = reader;
  const now = deps.clock();
  const today = localDate(person.timeZone, now);
  const lastDay = formField(req, 'expiresOn');
  const inTime = LocalDate.safeParse(lastDay).success && lastDay >= today && lastDay <= addDays(today, YEAR_DAYS);
  const wanted = NewToken.safeParse({ name: formField(req, 'name'), scopes: [...formList(req, 'scopes')] });
  if (!inTime || !wanted.success) {
    const wrong = wanted.success ? [] : wanted.error.issues.map(({ path }) => String(path[0]));
    return { refused: 'token-form', wrong: inTime ? wrong : [...wrong, 'expiresOn'] };
  }
  const expiresAt = startOfDate(person.timeZone, addDays(lastDay, 1));
  const { token } = await inTransaction(deps.db, (trx) =>
    makeToken(trx, { userId: person.id, ...wanted.data, expiresAt, by: person.id, now, channel: 'page' }),
  );
  return { made: token, done: 'token-made' };
};

/**
 * With a password, the present one is asked for; the first one needs somebody who has lately shown who they are, and so does
 * any where a second factor is set: a password alone is not enough there.
 */
const password: Act = async (visit) => {
  const { deps, reader } = visit;
  if (!mayHavePassword(deps, reader.person)) return { refused: 'not-there' };
  if ((await findPassword(deps.db, reader.person.id)) === null) return fresh(savePassword)(visit);
  const hasSecond = await hasSecondFactor(deps, reader.person);
  return (hasSecond ? fresh(changePassword) : changePassword)(visit);
};

const changePassword: Act = async (visit) => {
  const { deps, req, reader } = visit;
  const { person } = reader;
  try {
    if (!(await provenAgain(deps, req, person))) return { passwordFault: 'wrong' };
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return { passwordFault: 'busy' };
  }
  return savePassword(visit);
};

const savePassword: Act = async ({ deps, req, reader: { person, session } }) => {
  const wish = { req, person, password: formSecret(req, 'newPassword'), keptSession: session.id } as const;
  const fault = await setPassword(deps, { ...wish, by: 'password.changed' });
  return fault === null ? { to: '/security?done=password-set' } : { passwordFault: fault };
};

const ACTS = {
  password,
  'end-session': endOne,
  'end-all': endAll,
  'revoke-token': revoke,
  'new-token': fresh(makeOwn),
  'begin-app': fresh(beginApp),
  'confirm-app': confirmApp,
  'remove-app': fresh(removeApp),
  'renew-codes': fresh(renewCodes),
  'add-passkey': fresh(addPasskey),
  'remove-passkey': fresh(removePasskey),
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
export const isAct = (name: string): name is ActName => Object.hasOwn(ACTS, name);
export const actOnSecurity = (visit: SecurityVisit, act: ActName): Promise<Outcome> => ACTS[act](visit);
