import type { Locale } from '../../domain/people/people';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findPeople } from '../stores/people';
import type { StoredReview } from '../stores/reviews';
import { findVendor } from '../stores/vendor-master';

/** Roles whose holders come to a review. */
export const REVIEW_TEAM = ['owner', 'sponsor', 'serviceManager', 'contractManager', 'vendorRep'] as const;

export interface Attendee {
  readonly name: string;
  readonly email: string;
}

/** The person or the contact of a vendor who speaks for the vendor at reviews, and reads minutes. */
export interface VendorVoice extends Attendee {
  /** Null for a contact without an account. */
  readonly personId: string | null;
  readonly vendorId: string | null;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** A meeting with everybody who is asked to come. */
export interface ReviewInvitation {
  readonly review: StoredReview;
  readonly number: string;
  readonly title: string;
  readonly organizer: Attendee;
  readonly attendees: readonly Attendee[];
}

/** Ours who come, each once: the holders of the roles, the owner in any case. */
export const ourTeam = ({ roles, owner_id: ownerId }: EngagementRow): readonly string[] => [
  ...new Set([ownerId, ...REVIEW_TEAM.flatMap((role) => (role === 'vendorRep' ? [] : (roles[role] ?? [])))]),
];

/** Who speaks for the vendor: its representative with an account, else the contact on file; null where there is neither. */
export async function vendorVoice(db: Db, engagement: EngagementRow): Promise<VendorVoice | null> {
  const { roles, vendor_id: vendorId, time_zone: timeZone } = engagement;
  const [person] = roles.vendorRep ? await findPeople(db, [roles.vendorRep]) : [];
  if (person?.active) return { ...person, personId: person.id, vendorId };
  const vendor = vendorId === null ? null : await findVendor(db, vendorId);
  if (!vendor?.contactEmail) return null;
  const { contactEmail: email, contactName, name, locale } = vendor;
  return { name: contactName ?? name, email, personId: null, vendorId, locale, timeZone };
}

export async function invitationOf(
  db: Db,
  { review, engagement }: { readonly review: StoredReview; readonly engagement: EngagementRow },
): Promise<ReviewInvitation> {
  const people = (await findPeople(db, ourTeam(engagement))).filter(({ active }) => active);
  const voice = await vendorVoice(db, engagement);
  const owner = people.find(({ id }) => id === engagement.owner_id) ?? people[0] ?? voice;
  const all = [...people, ...(voice ? [voice] : [])].map(({ name, email }) => ({ name, email }));
  return {
    review,
    number: engagement.number,
    title: engagement.title,
    organizer: owner ? { name: owner.name, email: owner.email } : { name: 'Tenure', email: 'tenure@localhost' },
    attendees: all.filter(({ email }, index) => all.findIndex((one) => one.email === email) === index),
  };
}
