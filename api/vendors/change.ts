import { localDate } from '../../domain/calendar/zone';
import { DomainError, type Issue } from '../../domain/errors';
import { isInsider } from '../../domain/people/people';
import { statusIssues } from '../../domain/vendor/status';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { Db } from '../../db/knex';
import { appendAudit, MASTER_STREAM } from '../../db/stores/audit';
import { findPerson } from '../../db/stores/people';
import { screenVendors } from '../../db/stores/screening';
import { findVendor, holdVendorTree, lineOf, lockVendor, updateVendor } from '../../db/stores/vendor-master';
import { inTransaction, type Trx } from '../../db/transaction';
import { checkIfMatch } from '../precondition';
import type { Call } from '../route';

export interface VendorAct<C = Call<unknown, unknown, unknown>> {
  readonly call: C;
  /** What the audit trail calls it. */
  readonly type: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export function knownVendor(vendor: Vendor | null): Vendor {
  if (!vendor) throw new DomainError('NOT_FOUND', 'There is no such vendor.');
  return vendor;
}

/** Changes a vendor as it is now, held from the look at its version to the end. */
export const changeVendor = (
  db: Db,
  { call, ...act }: VendorAct<Call<{ id: string }, unknown, unknown>>,
  changes: Partial<Vendor>,
): Promise<Vendor> =>
  recordedVendor(db, { call, ...act }, async (trx) => {
    if (changes.parentId) await holdVendorTree(trx);
    const before = knownVendor(await lockVendor(trx, call.params.id));
    checkIfMatch(call.ifMatch, before.version);
    const after = { ...before, ...changes };
    await checkVendor(trx, { before, after, now: call.now });
    await updateVendor(trx, after, call.now);
    return after;
  });

/** Writes a vendor, looks it up on the list of sanctioned parties, and leaves its audit entry. */
export async function recordedVendor(
  db: Db,
  { call, type, payload = {} }: VendorAct,
  write: (trx: Trx) => Promise<Vendor>,
): Promise<Vendor> {
  const { actor, channel, now, newId } = call;
  try {
    return await inTransaction(db, async (trx) => {
      const vendor = await write(trx);
      const key = `${type}:${vendor.id}:${newId}`;
      const facts = { vendorId: vendor.id, ...payload };
      await appendAudit(trx, MASTER_STREAM, [{ key, at: now, type, actorId: actor.id, channel, payload: facts }]);
      await screenVendors(trx, [vendor], { actorId: actor.id, channel, now });
      return knownVendor(await findVendor(trx, vendor.id));
    });
  } catch (error) {
    throw takenIdentifier(error) ?? error;
  }
}

interface Checked {
  /** Null for a new vendor. */
  readonly before: Vendor | null;
  readonly after: Vendor;
  readonly now: number;
}

/** Rules about a vendor that need more than its own fields. */
export async function checkVendor(trx: Trx, { before, after, now }: Checked): Promise<void> {
  const errors: readonly Issue[] = [
    ...(before ? statusIssues(before.status, after, localDate('UTC', now)) : []),
    ...(after.parentId !== null && after.parentId !== before?.parentId ? await parentIssues(trx, after) : []),
    ...(after.ownerId !== null && after.ownerId !== before?.ownerId ? await ownerIssues(trx, after.ownerId) : []),
  ];
  if (errors.length > 0)
    throw new DomainError('INVALID_FIELDS', errors.map(({ path, message }) => `${path} ${message}`).join('; '), errors);
}

async function parentIssues(trx: Trx, { id, parentId }: Vendor): Promise<readonly Issue[]> {
  const line = parentId === null ? [] : await lineOf(trx, parentId);
  if (line.length === 0) return [{ path: 'parentId', message: 'is not a vendor' }];
  return line.includes(id) ? [{ path: 'parentId', message: 'would make the vendor its own parent' }] : [];
}

async function ownerIssues(trx: Trx, ownerId: string): Promise<readonly Issue[]> {
  const owner = await findPerson(trx, ownerId);
  return owner?.active && isInsider(owner)
    ? []
    : [{ path: 'ownerId', message: 'is not an active person of the organisation' }];
}

/** A unique violation told as the field that is taken; null for any other error. */
export function takenIdentifier(error: unknown): DomainError | null {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return null;
  const constraint = 'constraint' in error ? String(error.constraint) : '';
  const path = ['uscc', 'lei'].find((field) => constraint.includes(field)) ?? '';
  return new DomainError('CONFLICT', 'Another vendor has this identifier.', [
    { path, message: 'belongs to another vendor' },
  ]);
}
