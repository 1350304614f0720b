import type { ReviewRhythm } from '../engagement/agenda';
import { SIDES } from '../issue/words';
import type { CommunicationPlan, CommunicationPlanView } from './schema';

interface Known {
  readonly name: string;
  readonly email: string;
}

/** A person of ours with the role in which they speak. */
export interface OwnContact extends Known {
  readonly id: string;
  readonly role: 'owner' | 'serviceManager' | 'contractManager' | 'sponsor';
}

export interface BothSides {
  /** Active people of the team, the owner first. */
  readonly us: readonly OwnContact[];
  /** Who speaks for the vendor; null where nobody is known. */
  readonly vendor: Known | null;
  readonly rhythm: ReviewRhythm;
}

/** Business days after which the vendor, the owner and the sponsor are next. */
const AFTER = { vendor: 2, owner: 5, sponsor: 10 } as const;

const CADENCE: Readonly<Record<ReviewRhythm, CommunicationPlan['cadence']>> = {
  monthly: 'monthly',
  quarterly: { days: 90 },
};

type Derived = Pick<CommunicationPlanView, 'plan' | 'missing'>;

/**
 * A first plan out of what is known of both sides, so that nobody who has named the team and a contact of the vendor has to
 * write one. A side that has nobody to speak with is named as missing.
 */
export function derivedPlan({ us, vendor, rhythm }: BothSides): Derived {
  const ours = eachOnce(us).filter(({ email }) => email !== vendor?.email);
  const owner = ours[0];
  const sponsor = ours.find(({ role, id }) => role === 'sponsor' && id !== owner?.id);
  const plan: Derived['plan'] = {
    cadence: CADENCE[rhythm],
    channels: ['meeting', 'mail'],
    contacts: [
      ...ours.map(({ name, email, role }) => ({ name, email, role, side: 'us' as const })),
      ...(vendor ? [{ name: vendor.name, email: vendor.email, role: 'vendorRep', side: 'vendor' as const }] : []),
    ],
    escalation: [
      ...(vendor ? [{ level: 1, contact: vendor.email, afterBusinessDays: AFTER.vendor }] : []),
      ...(owner ? [{ level: 2, personId: owner.id, afterBusinessDays: AFTER.owner }] : []),
      ...(sponsor ? [{ level: 3, personId: sponsor.id, afterBusinessDays: AFTER.sponsor }] : []),
    ],
  };
  return { plan, missing: SIDES.filter((side) => !plan.contacts.some((one) => one.side === side)) };
}

/** Somebody with two roles is one contact, in the first of them. */
const eachOnce = (people: readonly OwnContact[]): readonly OwnContact[] =>
  people.filter(({ email }, index) => people.findIndex((one) => one.email === email) === index);
