import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { findPeople } from '../stores/people';
import type { StoredReview } from '../stores/reviews';
import { vendorVoice } from './vendor-voice';

/** Roles whose holders come to a review. */
export const REVIEW_TEAM = ['owner', 'sponsor', 'serviceManager', 'contractManager', 'vendorRep'] as const;

export interface Attendee {
  readonly name: string;
  readonly email: string;
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
