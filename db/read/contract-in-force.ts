import type { Db } from '../knex';
import { amendmentInForce } from '../stores/contract-versions';
import { contractOf, type StoredContract } from '../stores/contracts';

/** The contract as it binds on a day: as it was signed, or by the newest amendment that has begun; a draft before that. */
export const contractInForce = async (db: Db, engagementId: string, asOf: string): Promise<StoredContract | null> =>
  (await amendmentInForce(db, engagementId, asOf)) ?? (await contractOf(db, engagementId));
