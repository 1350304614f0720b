import { PLAYBOOK_KEY, SHIPPED_PLAYBOOK } from '../../domain/exit/playbook';
import { Playbook } from '../../domain/exit/playbook-schema';
import type { Db } from '../knex';
import { findSetting } from '../stores/settings';

/** The playbook that exits open by now: as the organisation has set it, otherwise as it ships. */
export async function exitPlaybook(db: Db): Promise<Playbook> {
  const own = await findSetting(db, PLAYBOOK_KEY);
  return own ? Playbook.parse(own.body) : SHIPPED_PLAYBOOK;
}
