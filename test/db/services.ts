import { v7 as uuidv7 } from 'uuid';
import type { Db } from '../../db/knex';
import { insertEngagement } from '../../db/stores/engagements';
import { insertPerson } from '../../db/stores/people';
import { insertVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import type { Person } from '../../domain/people/people';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { anOpening } from '../builders';

interface Wanted {
  readonly owner: Person;
  readonly vendors?: readonly Vendor[];
  readonly count: number;
  readonly now: number;
}

/** So many engagements of one owner, and the vendors that they may be moved to; their ids. */
export async function openServices(db: Db, { owner, vendors = [], count, now }: Wanted): Promise<readonly string[]> {
  await insertPerson(db, owner, now);
  for (const vendor of vendors) await inTransaction(db, (trx) => insertVendor(trx, vendor, now));
  const ids = Array.from({ length: count }, () => uuidv7());
  for (const id of ids) {
    const opening = { id, body: anOpening({ ownerId: owner.id }), criticality: 'general', now } as const;
    await inTransaction(db, (trx) => insertEngagement(trx, opening));
  }
  return ids;
}
