import { RESIDENCY_RULES_KEY, SHIPPED_RESIDENCY_RULES } from '../../domain/residency/rules';
import { ResidencyRules } from '../../domain/residency/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** Where data may be: as the organisation has set it, otherwise as it ships. */
export async function residencyRules(db: Db): Promise<ResidencyRules> {
  const own = await findSetting(db, RESIDENCY_RULES_KEY);
  return own ? ResidencyRules.parse(own.body) : SHIPPED_RESIDENCY_RULES;
}
