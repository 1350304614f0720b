import { SCORE_RULES_KEY, SHIPPED_SCORE_RULES } from '../../domain/review/rules';
import { ScoreRules } from '../../domain/review/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** What scores and standings go by now: as the organisation has set it, otherwise as it ships. */
export async function scoreRules(db: Db): Promise<ScoreRules> {
  const own = await findSetting(db, SCORE_RULES_KEY);
  return own ? ScoreRules.parse(own.body) : SHIPPED_SCORE_RULES;
}
