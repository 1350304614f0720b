import type { Request } from 'express';
import { hasSecondFactor } from '../../db/stores/second-factors';
import { SIGN_IN_METHODS } from '../../domain/people/session-rules';
import { formField, formToken, isFormToken } from '../pages/csrf';
import type { Services } from '../services';
import { attempted } from './attempt';
import type { Proof } from './first-proof';
import { isSecondFactor } from './second-factor';

type Deps = Pick<Services, 'db' | 'clock' | 'config'>;

/** How long the first proof waits for the second. */
const STEP_MS = 10 * 60_000;

/** Whether this proof is enough by itself: a passkey is two factors in one. */
export const needsSecond = async ({ db }: Pick<Deps, 'db'>, { userId, method }: Proof): Promise<boolean> =>
  method !== 'passkey' && (await hasSecondFactor(db, userId));

/** The first proof as a field of the form that asks for the second: signed, so that nothing is stored. */
export const firstProofField = (deps: Deps, { userId, method }: Proof): string =>
  `${userId}.${method}.${formToken(deps, subjectOf({ userId, method }), STEP_MS)}`;

const subjectOf = ({ userId, method }: Proof): string => `first-proof ${method} ${userId}`;

/** The first proof that such a form brings along; null for one that we did not make, or too long ago. */
export function firstProofOf(deps: Deps, req: Request): Proof | null {
  const [userId = '', named = '', ...token] = formField(req, 'proved').split('.');
  const method = SIGN_IN_METHODS.find((one) => one === named);
  if (method === undefined) return null;
  return isFormToken(deps, subjectOf({ userId, method }), token.join('.')) ? { userId, method } : null;
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
