import { DomainError } from '../../domain/errors';
import type { Candidate } from '../../domain/vendor/records';
import { barObjection } from '../../domain/vendor/status';
import type { Db } from '../knex';
import { findVendor, findVendors } from '../stores/vendor-master';

/** Refuses with `VENDOR_BARRED` whatever a vendor that takes no part would get: a quote, a bid, a score, an award. */
export async function checkTakesPart(db: Db, vendorId: string): Promise<void> {
  const vendor = await findVendor(db, vendorId);
  const objection = vendor && barObjection(vendor);
  if (objection) throw DomainError.from(objection);
}

/** Candidates whose vendor takes no part any more. */
export async function barredCandidates(db: Db, candidates: readonly Candidate[]): Promise<ReadonlySet<string>> {
  const vendors = await findVendors(
    db,
    candidates.map(({ vendorId }) => vendorId),
  );
  const barred = new Set(vendors.filter((vendor) => barObjection(vendor) !== null).map(({ id }) => id));
  return new Set(candidates.filter(({ vendorId }) => barred.has(vendorId)).map(({ id }) => id));
}
