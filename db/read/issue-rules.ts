import { SHIPPED_ISSUE_RULES } from '../../domain/issue/rules';
import { IssueRules } from '../../domain/issue/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

export const ISSUE_RULES_KEY = 'issue-rules';

/** By when issues are answered and resolved: as the organisation has set it, otherwise as it ships. */
export async function issueRules(db: Db): Promise<IssueRules> {
  const own = await findSetting(db, ISSUE_RULES_KEY);
  return own ? IssueRules.parse(own.body) : SHIPPED_ISSUE_RULES;
}
