import type { Locale } from '../../domain/people/people';
import { contactZone } from '../../domain/vendor/contact-zone';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findPerson } from '../stores/people';
import { findVendor } from '../stores/vendor-master';

/** The person or the contact of a vendor who speaks for it: reports values, comes to reviews, reads minutes. */
export interface VendorVoice {
  readonly name: string;
  readonly email: string;
  /** Null for a contact without an account. */
  readonly personId: string | null;
  readonly vendorId: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** What of an engagement says who that is. */
export type Service = Pick<EngagementRow, 'roles' | 'vendor_id' | 'time_zone'>;

/** Who speaks for the vendor: its representative with an account, else the contact on file; null where there is neither. */
export async function vendorVoice(
  db: Db,
  { roles, vendor_id: vendorId, time_zone: timeZone }: Service,
): Promise<VendorVoice | null> {
  const person = roles.vendorRep ? await findPerson(db, roles.vendorRep) : null;
  if (person?.active) {
    const { id: personId, name, email, locale } = person;
    return { personId, vendorId, name, email, locale, timeZone: person.timeZone };
  }
  const vendor = vendorId === null ? null : await findVendor(db, vendorId);
  if (!vendor?.contactEmail) return null;
  const { contactEmail: email, contactName, name, locale } = vendor;
  return {
    personId: null,
    vendorId,
    name: contactName ?? name,
    email,
    locale,
    timeZone: contactZone(vendor, timeZone),
  };
}
