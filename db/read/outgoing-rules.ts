import { OUTGOING_RULES_KEY, SHIPPED_OUTGOING_RULES } from '../../domain/events/outgoing';
import { OutgoingRules } from '../../domain/events/outgoing-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** Where messages may go now: as the organisation has set it, otherwise as it ships. */
export async function outgoingRules(db: Db): Promise<OutgoingRules> {
  const own = await findSetting(db, OUTGOING_RULES_KEY);
  return own ? OutgoingRules.parse(own.body) : SHIPPED_OUTGOING_RULES;
}
