import { sendAuditHead } from './audit-head';
import { findEngagement } from '../db/stores/engagements';
import type { MailKind, MailOrder } from '../domain/mail/order';
import { holders, letters } from './agenda/people';
import type { Deps } from './deps';
import { postMail } from './mail';
import { engagementMail } from './mail-content';
import { addresseeOf } from './mail-reader';
import { sendPasswordLink, sendSignInChange } from './password-mail';
import { isAboutProposal, sendProposalMail } from './proposal-mail';
import { sendQuestionnaire } from './questionnaire-mail';
import { sendTemplateTest } from './template-test';

interface Announcement {
  readonly engagementId: string;
  readonly kind: Extract<MailKind, 'settlement-approved' | 'engagement-closed'>;
  readonly now: number;
}

export const engagementMailActivities = (deps: Pick<Deps, 'db' | 'mailer' | 'mailFrom' | 'publicUrl' | 'secrets'>) => ({
  /** Sends one mail about an engagement; a person who has left gets none. */
  async sendMail(order: MailOrder): Promise<void> {
    if (order.kind === 'questionnaire') return sendQuestionnaire(deps, order);
    if (order.kind === 'audit-head') return sendAuditHead(deps, order);
    if (order.kind === 'template-test') return sendTemplateTest(deps, order);
    if (order.kind === 'password-link') return sendPasswordLink(deps, order);
    if (order.kind === 'sign-in-changed') return sendSignInChange(deps, order);
    if (isAboutProposal(order)) return sendProposalMail(deps, order);
    const addressee = await addresseeOf(deps, order);
    if (!addressee) return;
    const write = () => engagementMail(deps.db, order, addressee.reader);
    const { key, kind, engagementId, now } = order;
    await postMail(deps, { key, kind, recipient: addressee.recipient, engagementId, now, write });
  },
});

export const announcements = ({ db }: Pick<Deps, 'db'>) => ({
  /** The letters that tell both sides' people how an exit went. */
  announce: async ({ engagementId, kind, now }: Announcement): Promise<readonly MailOrder[]> => {
    const engagement = await findEngagement(db, engagementId);
    if (!engagement) return [];
    return letters(engagement, holders(engagement, 'owner', 'sponsor', 'finance'), {
      kind,
      subject: kind,
      facts: {},
      now,
    });
  },
});
