import { CommunicationRules } from '../../domain/communication/rules-schema';
import { COMMUNICATION_RULES_KEY, SHIPPED_COMMUNICATION_RULES } from '../../domain/communication/silence';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** When a service counts as silent: as the organisation has set it, otherwise as it ships. */
export async function communicationRules(db: Db): Promise<CommunicationRules> {
  const own = await findSetting(db, COMMUNICATION_RULES_KEY);
  return own ? CommunicationRules.parse(own.body) : SHIPPED_COMMUNICATION_RULES;
}
