import { needsSecondFactor, signsInByOne } from '../../domain/people/second-factor-rule';
import { signInRules } from '../../db/read/sign-in-rules';
import type { HeldSession } from '../../db/stores/sessions';
import type { Services } from '../services';
import { hasSecondFactor } from './factors';

type Deps = Pick<Services, 'db' | 'config'>;

/** Whether somebody who is signed in has to set up a second factor before anything else. */
export async function owesSecondFactor(deps: Deps, { person, session: { method } }: HeldSession): Promise<boolean> {
  if (!signsInByOne(method)) return false;
  const isAsked = needsSecondFactor(await signInRules(deps.db), person);
  return isAsked && !(await hasSecondFactor(deps, person));
}
