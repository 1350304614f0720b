import { SHIPPED_SIGN_IN_RULES } from '../../domain/people/second-factor-rule';
import { SignInRules } from '../../domain/people/sign-in-rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const SIGN_IN_RULES_KEY = 'sign-in-rules';

/** Who has to set up a second factor: as the organisation has set it, otherwise as it ships. */
export async function signInRules(db: Db): Promise<SignInRules> {
  const own = await findSetting(db, SIGN_IN_RULES_KEY);
  return own ? SignInRules.parse(own.body) : SHIPPED_SIGN_IN_RULES;
}
