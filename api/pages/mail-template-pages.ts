import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { hasRole, LOCALES } from '../../domain/people/people';
import { isLocale } from '../../templates/catalog';
import type { MailName } from '../../templates/mail-data';
import { isMailName, MAIL_NAMES, sampleMail } from '../../templates/samples/mail';
import { ADMIN_READERS, MAIL_RESENDERS } from '../admin/access';
import { orderTestMail } from '../admin/test-mail';
import { checkAccess } from '../session';
import { formField } from './csrf';
import { givenBack, givenOut } from './given-id';
import type { Guarded } from './guard';
import { FRAMED_POLICY, FRAMING_POLICY } from './headers';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const PATH = '/admin/mail-templates';

/** Every mail as it goes out, with sample data and in every language: by the same functions as `npm run mail:preview`. */
export function mailTemplatePages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (show: (visit: Visit) => unknown) =>
    insider((req, res, reader) => {
      checkAccess(ADMIN_READERS, reader.person);
      return show({ deps, requests, req, res, reader });
    });
  router.get(PATH, page(showList));
  router.get(`${PATH}/:key`, page(showOne));
  router.post(`${PATH}/:key`, page(sendTest));
  router.get(`${PATH}/:key/:locale`, page(showFramed));
  return router;
}

async function showList({ deps, requests, res, reader }: Visit): Promise<void> {
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  const rows = MAIL_NAMES.map((name) => ({
    name,
    href: `${PATH}/${name}`,
    subject: sampleMail(name, reader.locale).subject,
  }));
  sendPage(res, reader, { name: 'mail-templates', data: { shell, rows } });
}

async function showOne({ deps, requests, req, res, reader }: Visit): Promise<void> {
  const name = nameIn(req.params['key']);
  const todo = await countTodo(requests, reader.person.id);
  const shell = shellFor(reader, deps, { nav: 'admin', title: name, todo });
  const views = LOCALES.map((locale) => {
    const { subject, text } = sampleMail(name, locale);
    return { locale, subject, text, href: `${PATH}/${name}/${locale}`, testId: givenOut(deps, holderOf(reader)) };
  });
  const action = hasRole(reader.person, ...MAIL_RESENDERS) ? `${PATH}/${name}` : null;
  const sentTo = queryText(req, 'done') === '1' ? reader.person.email : null;
  sendPage(res, reader, {
    name: 'mail-template',
    policy: FRAMING_POLICY,
    data: { shell, name, views, action, sentTo },
  });
}

const holderOf = ({ person }: Visit['reader']): string => `test-mail|${person.id}`;

/** One press, one mail, to the address of whoever pressed. */
async function sendTest(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  checkAccess(MAIL_RESENDERS, reader.person);
  const template = nameIn(req.params['key']);
  const locale = formField(req, 'locale');
  if (!isLocale(locale)) throw unknownTemplate();
  const id = givenBack(deps, holderOf(reader), formField(req, 'id'));
  await orderTestMail(deps, { id, template, locale }, callOf(visit));
  res.redirect(303, `${PATH}/${template}?done=1`);
}

function showFramed({ req, res }: Visit): void {
  const { locale } = req.params;
  if (!isLocale(locale)) throw unknownTemplate();
  const { html } = sampleMail(nameIn(req.params['key']), locale);
  // In its sandbox a mail has no origin, so it cannot keep its origin apart; asking for it makes browsers complain.
  res.removeHeader('origin-agent-cluster');
  res.set({ 'content-security-policy': FRAMED_POLICY, 'x-frame-options': 'SAMEORIGIN' }).type('html').send(html);
}

const unknownTemplate = () => new DomainError('NOT_FOUND', 'There is no such mail.');

function nameIn(text: unknown): MailName {
  if (typeof text !== 'string' || !isMailName(text)) throw unknownTemplate();
  return text;
}
