import type { EngagementRow } from '../../db/stores/engagements';
import type { MailKind, MailOrder } from '../../domain/mail/order';

type Roles = EngagementRow['roles'];

/** The people of an engagement who hold one of the roles, each once; its owner where nobody does. */
export function holders(engagement: EngagementRow, ...roles: readonly (keyof Roles)[]): readonly string[] {
  const found = roles.flatMap((role) => engagement.roles[role] ?? []);
  return [...new Set(found.length > 0 ? found : [engagement.owner_id])];
}

interface Letter {
  readonly kind: MailKind;
  readonly subject: string;
  readonly facts: MailOrder['facts'];
  readonly now: number;
}

/** One mail to each person; engagement, kind, subject and person make it the same mail however often it is tried. */
export const letters = (
  engagement: EngagementRow,
  people: readonly string[],
  { kind, subject, facts, now }: Letter,
): readonly MailOrder[] =>
  people.map((recipientId) => ({
    key: `${engagement.id}:${kind}:${subject}:${recipientId}`,
    kind,
    recipientId,
    engagementId: engagement.id,
    facts,
    now,
  }));

/** Mails of a step; where alarms were raised among them, their deadlines are dates to plan for. */
export const withAlarms = (mails: readonly MailOrder[]) => ({
  mails,
  replan: mails.some(({ kind }) => kind === 'alarm'),
});
