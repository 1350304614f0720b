import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { Db } from '../knex';
import { OPEN_HIT } from '../stores/vendor-master';

export type NamedVendor = Pick<Vendor, 'id' | 'name' | 'uscc' | 'lei' | 'status' | 'flagged'>;

/** Vendors that any of the texts means: by id, USCC, LEI or exact name. */
export const vendorsNamed = (db: Db, texts: readonly string[]): Promise<readonly NamedVendor[]> =>
  db('vendors')
    .whereRaw('(id::text = any(:texts) or uscc = any(:texts) or lei = any(:texts) or name = any(:texts))', {
      texts: [...texts],
    })
    .orderBy('id')
    .select('id', 'name', 'uscc', 'lei', 'status', db.raw(`exists (${OPEN_HIT}) as flagged`));

/** Names of vendors by id. */
export async function vendorNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db<{ id: string; name: string }>('vendors')
    .whereRaw('id = any(?::uuid[])', [[...ids]])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
