import type { Db } from '../knex';
import { bindingTerms } from '../stores/contract-versions';
import type { StoredContract } from '../stores/contracts';

/** The contract as it binds on a day: as it was signed, or by the newest amendment that has begun; a draft before that. */
export async function contractInForce(db: Db, engagementId: string, asOf: string): Promise<StoredContract | null> {
  const found = (await bindingTerms(db, engagementId)).find(({ from }) => from === null || from <= asOf);
  return found ? { terms: found.terms, version: found.version } : null;
}
