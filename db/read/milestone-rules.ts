import { SHIPPED_MILESTONE_RULES } from '../../domain/milestone/rules';
import { MilestoneRules } from '../../domain/milestone/rules-schema';
import type { MilestoneClock } from '../../domain/milestone/agenda';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';
import { workCalendarOf } from './work-calendar';

export const MILESTONE_RULES_KEY = 'milestone-rules';

/** The clocks of milestones: as the organisation has set them, otherwise as they ship. */
async function milestoneRules(db: Db): Promise<MilestoneRules> {
  const own = await findSetting(db, MILESTONE_RULES_KEY);
  return own ? MilestoneRules.parse(own.body) : SHIPPED_MILESTONE_RULES;
}

/** By what the days of an engagement's milestones are counted. */
export const milestoneClock = async (
  db: Db,
  { time_zone: timeZone }: { readonly time_zone: string },
): Promise<MilestoneClock> => ({
  calendar: await workCalendarOf(db, timeZone),
  timeZone,
  rules: await milestoneRules(db),
});
