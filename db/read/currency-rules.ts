import { CURRENCY_RULES_KEY, SHIPPED_CURRENCY_RULES } from '../../domain/currency/rules';
import { CurrencyRules } from '../../domain/currency/schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** As the organisation has set it, otherwise as it ships. */
export async function currencyRules(db: Db): Promise<CurrencyRules> {
  const own = await findSetting(db, CURRENCY_RULES_KEY);
  return own ? CurrencyRules.parse(own.body) : SHIPPED_CURRENCY_RULES;
}
