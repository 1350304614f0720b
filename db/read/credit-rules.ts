import { CREDIT_RULES_KEY, SHIPPED_CREDIT_RULES } from '../../domain/contract/credit-rules';
import { CreditRules } from '../../domain/contract/credit-rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** What service credits go by now: as the organisation has set it, otherwise as it ships. */
export async function creditRules(db: Db): Promise<CreditRules> {
  const own = await findSetting(db, CREDIT_RULES_KEY);
  return own ? CreditRules.parse(own.body) : SHIPPED_CREDIT_RULES;
}
