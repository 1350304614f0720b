import { DUTY_RULES_KEY, SHIPPED_DUTY_RULES } from '../../domain/people/duty-rules';
import { DutyRules } from '../../domain/people/duty-rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** What is asked for beyond the duties that are always kept apart: as the organisation has set it, otherwise as it ships. */
export async function dutyRules(db: Db): Promise<DutyRules> {
  const own = await findSetting(db, DUTY_RULES_KEY);
  return own ? DutyRules.parse(own.body) : SHIPPED_DUTY_RULES;
}
