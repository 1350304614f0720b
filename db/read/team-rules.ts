import { SHIPPED_TEAM_RULES } from '../../domain/engagement/team';
import { TeamRules } from '../../domain/engagement/team-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const TEAM_RULES_KEY = 'team-rules';

/** What teams of engagements go by now: as the organisation has set it, otherwise as it ships. */
export async function teamRules(db: Db): Promise<TeamRules> {
  const own = await findSetting(db, TEAM_RULES_KEY);
  return own ? TeamRules.parse(own.body) : SHIPPED_TEAM_RULES;
}
