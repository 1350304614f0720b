import type { ExitRules } from './rules-schema';

export const EXIT_RULES_KEY = 'exit-rules';

/**
 * As they ship; banks keep the record of an outsourcing for three years at least. Tasks do not hold up the end, because
 * clients that know the HTTP contract alone never hear of them.
 */
export const SHIPPED_EXIT_RULES: ExitRules = {
  recallDays: 5,
  silentDays: 10,
  retentionMonths: 36,
  closingNeedsTasks: false,
};
