import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { UserRow } from '../stores/people';
import type { Trx } from '../transaction';
import { lockVendorsWhere } from '../stores/vendor-master';

interface Named {
  readonly ids: readonly string[];
  readonly usccs: readonly string[];
  readonly leis: readonly string[];
  readonly names: readonly string[];
}

/** Vendors that a file may mean, held until the transaction ends. */
export const vendorsForImport = (trx: Trx, { ids, usccs, leis, names }: Named): Promise<readonly Vendor[]> =>
  lockVendorsWhere(trx, '(id::text = any(?) or uscc = any(?) or lei = any(?) or name = any(?))', [
    [...ids],
    [...usccs],
    [...leis],
    [...names],
  ]);

/** Every vendor with its parent and by what it may be named. */
export const vendorTree = (trx: Trx): Promise<readonly Pick<Vendor, 'id' | 'name' | 'uscc' | 'lei' | 'parentId'>[]> =>
  trx('vendors').select('id', 'name', 'uscc', 'lei', { parentId: 'parent_id' });

/** Ids of active insiders by their address in small letters. */
export async function ownersByEmail(trx: Trx, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await trx<UserRow>('users')
    .where({ active: true })
    .whereRaw('lower(email) = any(?)', [emails.map((email) => email.toLowerCase())])
    .select('id', 'email', 'roles');
  return new Map(
    rows
      .filter(({ roles }) => roles.some((role) => role !== 'vendor'))
      .map(({ id, email }) => [email.toLowerCase(), id]),
  );
}
