import { SHIPPED_PROHIBITED, SHIPPED_RULES, type PlanningSettings } from '../../domain/planning/settings';
import { PlanningRules, ProhibitedActivities } from '../../domain/planning/settings-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const SETTING_KEYS = { prohibited: 'prohibited-activities', rules: 'planning-rules' } as const;

/** What the needs of engagements go by now: as the organisation has set it, otherwise as it ships. */
export async function planningSettings(db: Db): Promise<PlanningSettings> {
  const prohibited = await prohibitedActivities(db);
  const rules = await findSetting(db, SETTING_KEYS.rules);
  return {
    prohibited: prohibited.map(({ code }) => code),
    rules: rules ? PlanningRules.parse(rules.body) : SHIPPED_RULES,
  };
}

/** What must stay inside, each with its names. */
export async function prohibitedActivities(db: Db): Promise<ProhibitedActivities['items']> {
  const setting = await findSetting(db, SETTING_KEYS.prohibited);
  return (setting ? ProhibitedActivities.parse(setting.body) : SHIPPED_PROHIBITED).items;
}
