import type { Locale } from '../../domain/people/people';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findPerson } from '../stores/people';
import { findVendor } from '../stores/vendors';

/** Who reports for the vendor of a service. */
export interface ValueReporter {
  /** What a link is bound to: the representative or, where there is none, the vendor. */
  readonly partyId: string;
  /** Null for the contact on file, who has no account. */
  readonly personId: string | null;
  readonly name: string;
  readonly company: string;
  readonly address: string;
  readonly locale: Locale;
  readonly timeZone: string;
}

type Service = Pick<EngagementRow, 'roles' | 'vendor_id' | 'time_zone'>;

/** The representative of the vendor, else its contact on file; null where neither can be reached. */
export async function valueReporterOf(
  db: Db,
  { roles, vendor_id: vendorId, time_zone: timeZone }: Service,
): Promise<ValueReporter | null> {
  const person = roles.vendorRep ? await findPerson(db, roles.vendorRep) : null;
  const vendor = vendorId === null ? null : await findVendor(db, vendorId);
  if (person?.active) {
    const { id, name, email: address, locale } = person;
    const company = vendor?.name ?? name;
    return { partyId: id, personId: id, name, company, address, locale, timeZone: person.timeZone };
  }
  if (!vendor?.contactEmail) return null;
  const { id: partyId, name: company, contactName, contactEmail: address, locale } = vendor;
  return { partyId, personId: null, name: contactName ?? company, company, address, locale, timeZone };
}
