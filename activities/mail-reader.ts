import { findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import { findInvitation, tenderOf } from '../db/stores/tenders';
import { findVendor } from '../db/stores/vendors';
import { type MailOrder, VENDOR_MAIL_KINDS } from '../domain/mail/order';
import { linkExpiry } from '../domain/tender/tender';
import { createLinks } from '../links';
import type { Deps } from './deps';
import type { Recipient } from './mail';
import type { Reader } from './mail-content';

type PeopleDeps = Pick<Deps, 'db' | 'secrets' | 'publicUrl'>;

export interface Addressed {
  readonly recipient: Recipient;
  readonly reader: Reader;
}

const isForVendor = (order: MailOrder): boolean => VENDOR_MAIL_KINDS.some((kind) => kind === order.kind);

/** Who an engagement's mail goes to now, and where it leads; null for whoever has left or has no address. */
export const addresseeOf = (deps: PeopleDeps, order: MailOrder): Promise<Addressed | null> =>
  isForVendor(order) ? contactOf(deps, order) : personOf(deps, order);

async function personOf({ db, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const person = await findPerson(db, order.recipientId);
  if (!person?.active) return null;
  const page = order.kind === 'tender-asked' || order.kind === 'tender-opened' ? '/tender' : '';
  const url = `${publicUrl}/engagements/${order.engagementId ?? ''}${page}`;
  return { recipient: person, reader: { person, url, insider: { person, publicUrl } } };
}

/** The contact of an invited vendor. The link is made here, so that it stands neither in a history nor in the database. */
async function contactOf({ db, secrets, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const invitation = await findInvitation(db, order.recipientId);
  if (!invitation) return null;
  const [vendor, engagement, tender] = await Promise.all([
    findVendor(db, invitation.vendorId),
    findEngagement(db, invitation.engagementId),
    tenderOf(db, invitation.engagementId),
  ]);
  if (!vendor?.contactEmail || !engagement || !tender) return null;
  const { contactEmail: email, contactName, name: company, locale } = vendor;
  const name = contactName ?? company;
  const target = { invitationId: invitation.id, vendorId: vendor.id, address: email, expiresAt: linkExpiry(tender) };
  return {
    recipient: { id: null, name, email, active: true },
    reader: {
      person: { name, locale, timeZone: engagement.time_zone },
      url: createLinks(secrets, publicUrl).forVendor(target),
      vendor: company,
    },
  };
}
