import type { Invitation, Tender } from '../../domain/tender/tender';
import type { MailOrder, VendorMailKind } from '../../domain/mail/order';
import type { Services } from '../services';

interface Letter {
  readonly kind: VendorMailKind;
  /** What the mail is about: the same again is the same mail. */
  readonly subject: string;
  readonly facts?: MailOrder['facts'];
  readonly now: number;
}

export const vendorLetter = (
  { id, engagementId }: Pick<Invitation, 'id' | 'engagementId'>,
  { kind, subject, facts = {}, now }: Letter,
): MailOrder => ({ key: `${engagementId}:${kind}:${subject}:${id}`, kind, recipientId: id, engagementId, facts, now });

/** Has mails sent by a workflow of their own; the same id again sends nothing twice. */
export async function sendLetters(
  { gateway }: Pick<Services, 'gateway'>,
  id: string,
  orders: readonly MailOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  await gateway.start({
    workflow: 'lettersWorkflow',
    id: `letters-${id}`,
    args: [orders],
    summary: `${orders[0]?.kind} × ${orders.length}`,
  });
}

/** Tells every invited vendor of the newest revision: an invitation to who is new, an amendment to the others. */
export function revisionLetters(tender: Tender, invitations: readonly Invitation[], now: number): readonly MailOrder[] {
  return invitations.map((invitation) =>
    invitation.revision === tender.revision
      ? vendorLetter(invitation, { kind: 'tender-invitation', subject: 'first', now })
      : vendorLetter(invitation, { kind: 'tender-amended', subject: `r${tender.revision}`, now }),
  );
}
