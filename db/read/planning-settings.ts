import { SHIPPED_PROHIBITED, SHIPPED_RULES, type PlanningSettings } from '../../domain/planning/settings';
import { PlanningRules, ProhibitedActivities } from '../../domain/planning/settings-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const SETTING_KEYS = { prohibited: 'prohibited-activities', rules: 'planning-rules' } as const;

/** What the needs of engagements go by now: as the organisation has set it, otherwise as it ships. */
export async function planningSettings(db: Db): Promise<PlanningSettings> {
  const prohibited = await findSetting(db, SETTING_KEYS.prohibited);
  const rules = await findSetting(db, SETTING_KEYS.rules);
  const { items } = prohibited ? ProhibitedActivities.parse(prohibited.body) : SHIPPED_PROHIBITED;
  return {
    prohibited: items.map(({ code }) => code),
    rules: rules ? PlanningRules.parse(rules.body) : SHIPPED_RULES,
  };
}
