import type { FeedbackRules } from './rules-schema';

export const FEEDBACK_RULES_KEY = 'feedback-rules';

/** As it ships; every organisation sets its own. */
export const SHIPPED_FEEDBACK_RULES: FeedbackRules = { inviteeDays: 180 };
