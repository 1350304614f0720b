import type { Locale } from '../../domain/people/people';
import type { Db } from '../knex';
import { findVendor } from '../stores/vendor-master';
import { type Service, vendorVoice } from './vendor-voice';

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

/** The representative of the vendor, else its contact on file; null where neither can be reached. */
export async function valueReporterOf(db: Db, service: Service): Promise<ValueReporter | null> {
  const voice = await vendorVoice(db, service);
  const partyId = voice?.personId ?? voice?.vendorId;
  if (!voice || !partyId) return null;
  const { personId, vendorId, name, email: address, locale, timeZone } = voice;
  const company = (vendorId === null ? null : await findVendor(db, vendorId))?.name ?? name;
  return { partyId, personId, name, company, address, locale, timeZone };
}
