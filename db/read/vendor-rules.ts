import { SHIPPED_VENDOR_RULES, VENDOR_RULES_KEY, type VendorRules } from '../../domain/vendor/settings';
import { VendorRulesBody } from '../../domain/vendor/settings-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** As the organisation has set it, otherwise as it ships. */
export async function vendorRules(db: Db): Promise<VendorRules> {
  const own = await findSetting(db, VENDOR_RULES_KEY);
  return own ? VendorRulesBody.parse(own.body) : SHIPPED_VENDOR_RULES;
}
