import { SHIPPED_RISK_RULES } from '../../domain/risk/rules';
import { RiskRules } from '../../domain/risk/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const RISK_RULES_KEY = 'risk-rules';

/** What risks, early warning, alarms and incidents go by now: as the organisation has set it, otherwise as it ships. */
export async function riskRules(db: Db): Promise<RiskRules> {
  const own = await findSetting(db, RISK_RULES_KEY);
  return own ? RiskRules.parse(own.body) : SHIPPED_RISK_RULES;
}
