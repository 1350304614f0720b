import type { MailOrder } from '../../domain/mail/order';
import { effectsOf } from '../../domain/review/rules';
import type { ScoreRules } from '../../domain/review/rules-schema';
import type { SettledStanding } from '../../domain/review/settle';
import { letters } from '../agenda/people';
import type { Standing } from './settle';

interface Change {
  readonly before: string | null;
  readonly newest: SettledStanding;
  readonly rules: ScoreRules;
}

/** Whoever a standing is told to hears when it takes force, and when a better one follows. */
export function standingMails({ engagement, now }: Standing, { before, newest, rules }: Change): readonly MailOrder[] {
  const [left, taken] = [before ?? 'unrated', newest.inForce].map((standing) => effectsOf(rules, standing));
  const told = (effect: 'notifyVendor' | 'notifySponsor'): boolean => Boolean(left?.[effect] || taken?.[effect]);
  const { vendorRep, sponsor } = engagement.roles;
  const people = [
    ...(told('notifyVendor') && vendorRep ? [vendorRep] : []),
    ...(told('notifySponsor') && sponsor ? [sponsor] : []),
  ];
  const { period, score, inForce } = newest;
  const facts = { period, before: before ?? 'unrated', standing: inForce, score: score === null ? '' : String(score) };
  return letters(engagement, people, { kind: 'standing', subject: `${period}:${inForce}`, facts, now });
}
