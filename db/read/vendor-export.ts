import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { Db } from '../knex';
import { listVendors, type VendorFilter } from '../stores/vendor-master';

export interface ExportedVendor {
  readonly vendor: Vendor;
  readonly owner: string | null;
  readonly parent: string | null;
}

/** Vendors with the names that a sheet shows: the owner's address, and what best names the parent. */
export async function exportedVendors(db: Db, filter: VendorFilter): Promise<readonly ExportedVendor[]> {
  const vendors = await listVendors(db, filter);
  const owners = await namesOf(db, 'users', { of: vendors.map(({ ownerId }) => ownerId), name: 'email' });
  const parents = await namesOf(db, 'vendors', {
    of: vendors.map(({ parentId }) => parentId),
    name: 'coalesce(uscc, lei, id::text)',
  });
  return vendors.map((vendor) => ({
    vendor,
    owner: owners.get(vendor.ownerId ?? '') ?? null,
    parent: parents.get(vendor.parentId ?? '') ?? null,
  }));
}

interface Wanted {
  readonly of: readonly (string | null)[];
  /** An SQL expression of ours. */
  readonly name: string;
}

async function namesOf(db: Db, table: string, { of, name }: Wanted): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(of.filter((id) => id !== null))];
  const { rows } = await db.raw<{ rows: readonly { id: string; name: string }[] }>(
    `select id, ${name} as name from ${table} where id = any(?::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
