import { findAssessmentLink } from '../db/stores/assessments';
import { hashSecret } from '../db/stores/tokens';
import { findVendor } from '../db/stores/vendors';
import { localDate } from '../domain/calendar/zone';
import type { MailOrder } from '../domain/mail/order';
import { contactZone } from '../domain/vendor/contact-zone';
import { createLinks } from '../links';
import { renderMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';

type QuestionnaireDeps = Pick<Deps, 'db' | 'mailer' | 'mailFrom' | 'publicUrl' | 'secrets'>;

/**
 * Mails a vendor's contact the link to its questionnaire. The link is derived here, so that it stands in no history; one
 * that was replaced meanwhile opens nothing and is not sent.
 */
export async function sendQuestionnaire(deps: QuestionnaireDeps, order: MailOrder): Promise<void> {
  const { db, secrets, publicUrl } = deps;
  const { key, kind, recipientId: assessmentId, now } = order;
  const expiresAt = Number(order.facts['expiresAt']);
  const token = createLinks(secrets, publicUrl).questionnaireToken({ assessmentId, expiresAt });
  const link = await findAssessmentLink(db, hashSecret(token));
  const vendor = link && (await findVendor(db, link.assessment.vendorId));
  if (!link || link.expiresAt <= now || !vendor?.contactEmail) return;
  const { assessment } = link;
  const { contactEmail: email, contactName, name: company, locale } = vendor;
  const name = contactName ?? company;
  const timeZone = contactZone(vendor, 'UTC');
  const write = () =>
    Promise.resolve(
      renderMail('questionnaire', locale, {
        to: { name, timeZone },
        url: `${publicUrl}/q/${token}`,
        vendor: company,
        title: assessment.questionnaire.title[locale],
        until: localDate(timeZone, expiresAt),
      }),
    );
  await postMail(deps, { key, kind, recipient: { id: null, name, email, active: true }, now, write });
}
