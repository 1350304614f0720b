import type { Router } from 'express';
import { passwordPageLinks } from '../page-links';
import type { PasswordRefusal } from '../templates/security-page-data';
import { mailedPage, type MailedVisit, OURS } from './links/mailed-page';
import { formSecret } from './pages/csrf';
import { readerOf, sendPage, shellFor } from './pages/reader';
import type { Services } from './services';
import { setPassword } from './sign-in/password';
import { findPasswordLink, type PasswordLink } from './sign-in/password-link';

type Visit = MailedVisit<PasswordLink>;

/** The page behind a mailed link on which somebody sets a password. It does not sign in: that needs the second factor, too. */
export function passwordLinks(services: Services): Router {
  const links = passwordPageLinks(services.config.secrets, services.config.publicUrl);
  return mailedPage<PasswordLink>(services, {
    letter: 'w',
    expired: 'password-link',
    find: (token) => findPasswordLink(services, links, token),
    scope: OURS,
    show: (visit) => Promise.resolve(send(visit, { fault: null, done: false })),
    act,
  });
}

async function act(visit: Visit): Promise<void> {
  const { req, services, link } = visit;
  if (!visit.isFresh()) return send(visit, { fault: 'form-expired', done: false });
  const fault = await setPassword(services, {
    req,
    person: link.person,
    password: formSecret(req, 'newPassword'),
    keptSession: null,
    inPlaceOf: link.changedAt,
    by: 'password.reset',
  });
  send(visit, { fault, done: fault === null });
}

function send(visit: Visit, { fault, done }: { readonly fault: PasswordRefusal | null; readonly done: boolean }): void {
  const { req, res, services, link, path } = visit;
  const reader = { ...readerOf(req, null, link.person.locale), here: path };
  const data = {
    shell: shellFor(reader, services),
    name: link.person.name,
    action: path,
    hidden: visit.hidden(),
    fault,
    done,
  };
  sendPage(res, reader, { name: 'new-password', status: fault === null ? 200 : 422, data });
}
