import { DomainError } from '../../domain/errors';
import type { Candidate } from '../../domain/vendor/records';
import { barObjection } from '../../domain/vendor/status';
import type { Db } from '../knex';
import { findVendor } from '../stores/vendors';

/** Refuses with `VENDOR_BARRED` whatever a vendor that takes no part would get: a quote, a bid, a score, an award. */
export async function checkTakesPart(db: Db, vendorId: string): Promise<void> {
  const vendor = await findVendor(db, vendorId);
  const objection = vendor && barObjection(vendor);
  if (objection) throw DomainError.from(objection);
}

/** Candidates whose vendor takes no part any more. */
export async function barredCandidates(db: Db, candidates: readonly Candidate[]): Promise<ReadonlySet<string>> {
  const barred = new Set<string>();
  for (const { id, vendorId } of candidates) {
    const vendor = await findVendor(db, vendorId);
    if (vendor && barObjection(vendor)) barred.add(id);
  }
  return barred;
}
