import type { Request } from 'express';
import { hasSecondFactor } from '../../db/stores/second-factors';
import { isIdentityOf } from '../../db/stores/identities';
import { isPasswordOf } from '../../db/stores/passwords';
import { isWholeTokenOf } from '../../db/stores/tokens';
import { SIGN_IN_METHODS } from '../../domain/people/session-rules';
import { formField, formToken, isFormToken } from '../pages/csrf';
import type { Services } from '../services';
import { attempted } from './attempt';
import type { Proof } from './first-proof';
import { isSecondFactor } from './second-factor';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** How long the first proof waits for the second. */
const STEP_MS = 10 * 60_000;

/** Whether this proof is not enough by itself: a passkey is two factors in one, and a provider may have seen several. */
export const needsSecond = async ({ db }: Pick<Deps, 'db'>, { userId, method, several }: Proof): Promise<boolean> =>
  method !== 'passkey' && !several && (await hasSecondFactor(db, userId));

/**
 * The first proof as a field of the form that asks for the second: signed, so that nothing is stored. It holds as long as
 * what showed it does: whoever learned a password that was changed since has nothing left of it.
 */
export const firstProofField = (deps: Deps, { userId, method, by = '' }: Proof): string =>
  `${userId}.${method}.${by}.${formToken(deps, subjectOf({ userId, method, by }), STEP_MS)}`;

const subjectOf = ({ userId, method, by = '' }: Proof): string => `first-proof ${method} ${userId} ${by}`;

export interface Brought {
  readonly proof: Proof;
  /** The field itself, for another try at the code: made anew, it would never run out. */
  readonly field: string;
}

/** The first proof that such a form brings along; null for one that we did not make, or too long ago, or that shows nothing any more. */
export async function firstProofOf(deps: Deps, req: Request): Promise<Brought | null> {
  const field = formField(req, 'proved');
  const [userId = '', named = '', by = '', ...token] = field.split('.');
  const method = SIGN_IN_METHODS.find((one) => one === named);
  if (method === undefined) return null;
  const proof = { userId, method, by };
  const isOurs = isFormToken(deps, subjectOf(proof), token.join('.'));
  return isOurs && (await stillShows(deps, proof)) ? { proof, field } : null;
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
