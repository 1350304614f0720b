import { findPassword } from '../db/stores/passwords';
import { findPerson } from '../db/stores/people';
import { PASSWORD_LINK_MINUTES, passwordTarget } from '../domain/people/password-link';
import type { MailOrder } from '../domain/mail/order';
import { passwordPageLinks } from '../page-links';
import { renderMail } from '../templates/render';
import type { Deps } from './deps';
import { postMail } from './mail';

type PasswordMailDeps = Pick<Deps, 'db' | 'mailer' | 'mailFrom' | 'publicUrl' | 'secrets'>;

/** Mails the link with which somebody sets a password. It is derived here, so that it stands nowhere; one too late is not sent. */
export async function sendPasswordLink(deps: PasswordMailDeps, order: MailOrder): Promise<void> {
  const { db, secrets, publicUrl } = deps;
  const { key, kind, recipientId, facts, now } = order;
  const recipient = await findPerson(db, recipientId);
  if (!recipient) return;
  const password = await findPassword(db, recipientId);
  const target = passwordTarget({
    person: recipient,
    changedAt: password?.changedAt ?? 0,
    expiresAt: Number(facts['expiresAt']),
  });
  const url = passwordPageLinks(secrets, publicUrl).linkTo(target);
  const { name, timeZone, locale } = recipient;
  const data = { to: { name, timeZone }, url, minutes: PASSWORD_LINK_MINUTES };
  await postMail(deps, { key, kind, recipient, now, write: () => Promise.resolve(renderMail('password-link', locale, data)) }); // prettier-ignore
}

/** Tells somebody what has changed in how they sign in, so that they hear of it when it was not them. */
export async function sendSignInChange(deps: PasswordMailDeps, order: MailOrder): Promise<void> {
  const { key, kind, recipientId, facts, now } = order;
  const recipient = await findPerson(deps.db, recipientId);
  if (!recipient) return;
  const { name, timeZone, locale } = recipient;
  const url = `${deps.publicUrl}/security`;
  const data = { to: { name, timeZone }, url, change: facts['change'] ?? '', at: now };
  await postMail(deps, { key, kind, recipient, now, write: () => Promise.resolve(renderMail('sign-in-changed', locale, data)) }); // prettier-ignore
}
