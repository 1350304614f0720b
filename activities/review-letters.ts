import { ourTeam } from '../db/read/review-invitation';
import { vendorVoice } from '../db/read/vendor-voice';
import type { Db } from '../db/knex';
import { type EngagementRow, findEngagement } from '../db/stores/engagements';
import type { MailKind, MailOrder } from '../domain/mail/order';
import type { Meeting, Side } from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { holders, letters } from './agenda/people';

export interface Step {
  readonly order: ReviewOrder;
  readonly meeting?: Meeting;
  readonly now: number;
}

interface Letter {
  readonly kind: Extract<MailKind, `review-${string}`>;
  /** The same subject is the same mail to the same person. */
  readonly subject: string;
  readonly facts?: MailOrder['facts'];
}

const DAY = 86_400_000;
/** How long after the meeting the vendor's link leads somewhere. */
const LINK_DAYS = 90;

export const reviewFacts = ({ reviewId, kind, period, meetingAt }: ReviewOrder): MailOrder['facts'] => ({
  reviewId,
  review: kind,
  period,
  meetingAt: new Date(meetingAt).toISOString(),
});

const factsOf = ({ order, meeting }: Step, extra: MailOrder['facts'] = {}): MailOrder['facts'] => {
  const meetingAt = meeting?.dates?.meetingAt ?? order.meetingAt;
  return { ...reviewFacts({ ...order, meetingAt }), ...extra };
};

/** Letters to ours who hold one of the roles. */
export async function lettersToUs(
  db: Db,
  step: Step,
  { kind, subject, facts, roles }: Letter & { readonly roles: readonly (keyof EngagementRow['roles'])[] },
): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(db, step.order.engagementId);
  if (!engagement) return [];
  return letters(engagement, holders(engagement, ...roles), {
    kind,
    subject,
    facts: factsOf(step, facts),
    now: step.now,
  });
}

/** Letters to everybody at the table; the one who speaks for the vendor gets a link that needs no account. */
export async function lettersToBoth(
  db: Db,
  step: Step,
  { kind, subject, facts, sides = ['us', 'vendor'] }: Letter & { readonly sides?: readonly Side[] },
): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(db, step.order.engagementId);
  if (!engagement) return [];
  const letter = { kind, subject, facts: factsOf(step, facts), now: step.now };
  const voice = sides.includes('vendor') ? await vendorVoice(db, engagement) : null;
  const theirs = voice?.personId ?? voice?.vendorId ?? null;
  return [
    ...letters(engagement, sides.includes('us') ? ourTeam(engagement) : [], letter),
    ...(theirs === null
      ? []
      : letters(engagement, [theirs], { ...letter, facts: { ...letter.facts, ...linkFacts(step) } })),
  ];
}

const linkFacts = ({ order, meeting }: Step): MailOrder['facts'] => ({
  reader: 'vendor',
  linkUntil: String((meeting?.dates?.meetingAt ?? order.meetingAt) + LINK_DAYS * DAY),
});
