import { EXIT_RULES_KEY, SHIPPED_EXIT_RULES } from '../../domain/exit/rules';
import { ExitRules } from '../../domain/exit/rules-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** What ends go by now: as the organisation has set it, otherwise as it ships. */
export async function exitRules(db: Db): Promise<ExitRules> {
  const own = await findSetting(db, EXIT_RULES_KEY);
  return own ? ExitRules.parse(own.body) : SHIPPED_EXIT_RULES;
}
