import { ManagementRules, RoleRates } from '../../domain/delivery/ledger-schema';
import { SHIPPED_MANAGEMENT_RULES } from '../../domain/delivery/ledger-settings';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const ROLE_RATES_KEY = 'role-rates';
export const MANAGEMENT_RULES_KEY = 'management-rules';

/** What the ledger goes by now: as the organisation has set it, otherwise as it ships. */
export async function managementRules(db: Db): Promise<ManagementRules> {
  const own = await findSetting(db, MANAGEMENT_RULES_KEY);
  return own ? ManagementRules.parse(own.body) : SHIPPED_MANAGEMENT_RULES;
}

export async function roleRates(db: Db): Promise<RoleRates['rates']> {
  const own = await findSetting(db, ROLE_RATES_KEY);
  return own ? RoleRates.parse(own.body).rates : [];
}
