import type { Request } from 'express';
import { findPerson } from '../../db/stores/people';
import { isIdentityOf } from '../../db/stores/identities';
import { isPasswordOf } from '../../db/stores/passwords';
import type { Session } from '../../db/stores/sessions';
import { isWholeTokenOf } from '../../db/stores/tokens';
import { SIGN_IN_METHODS } from '../../domain/people/session-rules';
import { formField, formToken, isFormToken } from '../pages/csrf';
import type { Services } from '../services';
import { sessionOf } from '../session';
import { attempted } from './attempt';
import { hasSecondFactor } from './factors';
import type { Proof } from './first-proof';
import { isSecondFactor } from './second-factor';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** How long the first proof waits for the second. */
const STEP_MS = 10 * 60_000;

/** Whether this proof is not enough by itself: a passkey is two factors in one, and a provider may have seen several. */
export async function needsSecond(deps: Deps, { userId, method, several }: Proof): Promise<boolean> {
  if (method === 'passkey' || several) return false;
  const person = await findPerson(deps.db, userId);
  return person !== null && hasSecondFactor(deps, person);
}

/**
 * The first proof as a field of the form that asks for the second: signed, so that nothing is stored. It holds as long as
 * what showed it does: whoever learned a password that was changed since has nothing left of it.
 */
export function firstProofField(deps: Deps, proof: Proof, again: string | null = null): string {
  const { userId, method, by = '', provedAt = '' } = proof;
  const said = [userId, method, by, provedAt, again ?? ''].join('.');
  return `${said}.${formToken(deps, subjectOf(said), STEP_MS)}`;
}

const subjectOf = (said: string): string => `first-proof ${said}`;

export interface Brought {
  readonly proof: Proof;
  /** The session whose person shows again who they are; null for a sign-in. */
  readonly again: string | null;
  /** The field itself, for another try at the code: made anew, it would never run out. */
  readonly field: string;
}

/** The first proof that such a form brings along; null for one that we did not make, or too long ago, or that shows nothing any more. */
export async function firstProofOf(deps: Deps, req: Request): Promise<Brought | null> {
  const field = formField(req, 'proved');
  const parts = field.split('.');
  const [said, token] = [parts.slice(0, 5), parts.slice(5)];
  const [userId = '', named = '', by = '', provedAt = '', session = ''] = said;
  const method = SIGN_IN_METHODS.find((one) => one === named);
  if (method === undefined || !isFormToken(deps, subjectOf(said.join('.')), token.join('.'))) return null;
  const proof = { userId, method, by, ...(provedAt !== '' && { provedAt: Number(provedAt) }) };
  const again = session === '' ? null : session;
  const holds = (await stillShows(deps, proof)) && (again === null || (await isIn(deps, req, { userId, id: again })));
  return holds ? { proof, again, field } : null;
}

/** Who shows again who they are does so in the session in which that began. */
async function isIn(deps: Deps, req: Request, { userId, id }: Pick<Session, 'userId' | 'id'>): Promise<boolean> {
  const held = await sessionOf(req, deps);
  return held?.session.id === id && held.person.id === userId;
}

async function stillShows({ db, clock }: Deps, { userId, method, by = '' }: Proof): Promise<boolean> {
  if (method === 'password') return isPasswordOf(db, userId, Number(by));
  if (method === 'oidc') return isIdentityOf(db, userId, by);
  return method === 'token' && isWholeTokenOf(db, userId, { id: by, now: clock() });
}

/** Whether the code that came along is a second factor of this person: ten wrong ones a quarter of an hour, whatever the first proof. */
export const provenSecond = async (deps: Deps, req: Request, userId: string): Promise<boolean> =>
  (await attempted(deps, {
    req,
    method: 'second-factor',
    account: userId,
    userId,
    prove: async () => ((await isSecondFactor(deps, userId, formField(req, 'code'))) ? true : null),
  })) !== null;
