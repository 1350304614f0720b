import { findPerson } from '../db/stores/people';
import type { MailOrder } from '../domain/mail/order';
import { isLocale, translate } from '../templates/catalog';
import { isMailName, sampleMail } from '../templates/samples/mail';
import type { Deps } from './deps';
import { postMail } from './mail';

type TestDeps = Pick<Deps, 'db' | 'mailer' | 'mailFrom'>;

/** Mails the sample of a template to whoever asked for it; its subject says that it is a test. */
export async function sendTemplateTest(
  deps: TestDeps,
  { key, kind, recipientId, facts, now }: MailOrder,
): Promise<void> {
  const recipient = await findPerson(deps.db, recipientId);
  const { template = '', locale } = facts;
  if (!recipient || !isMailName(template) || !isLocale(locale)) return;
  const { subject, ...parts } = sampleMail(template, locale);
  const letter = { ...parts, subject: translate(locale, 'mail-templates.test-subject', { subject }) };
  await postMail(deps, { key, kind, recipient, now, write: () => Promise.resolve(letter) });
}
