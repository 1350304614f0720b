import type { MilestoneRules } from './rules-schema';

/** Clocks as they ship; every organisation sets its own. */
export const SHIPPED_MILESTONE_RULES: MilestoneRules = { recallDays: 5, acceptDays: 5, redDays: 10, againDays: 10 };
