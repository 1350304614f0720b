import { FEEDBACK_RULES_KEY, SHIPPED_FEEDBACK_RULES } from '../../domain/feedback/rules';
import { FeedbackRules } from '../../domain/feedback/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** How long invited people are kept: as the organisation has set it, otherwise as it ships. */
export async function feedbackRules(db: Db): Promise<FeedbackRules> {
  const own = await findSetting(db, FEEDBACK_RULES_KEY);
  return own ? FeedbackRules.parse(own.body) : SHIPPED_FEEDBACK_RULES;
}
