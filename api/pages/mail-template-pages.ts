import { Router } from 'express';
import { DomainError } from '../../domain/errors';
import { LOCALES } from '../../domain/people/people';
import { isLocale } from '../../templates/catalog';
import type { MailName } from '../../templates/mail-data';
import { isMailName, MAIL_NAMES, sampleMail } from '../../templates/samples/mail';
import { ADMIN_READERS } from '../admin/access';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { FRAMED_POLICY, FRAMING_POLICY } from './headers';
import { countTodo } from './inbox-page';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

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
    return { locale, subject, text, href: `${PATH}/${name}/${locale}` };
  });
  res.set('content-security-policy', FRAMING_POLICY);
  sendPage(res, reader, { name: 'mail-template', data: { shell, name, views } });
}

function showFramed({ req, res }: Visit): void {
  const { locale } = req.params;
  if (!isLocale(locale)) throw unknownTemplate();
  const { html } = sampleMail(nameIn(req.params['key']), locale);
  res.set({ 'content-security-policy': FRAMED_POLICY, 'x-frame-options': 'SAMEORIGIN' }).type('html').send(html);
}

const unknownTemplate = () => new DomainError('NOT_FOUND', 'There is no such mail.');

function nameIn(text: unknown): MailName {
  if (typeof text !== 'string' || !isMailName(text)) throw unknownTemplate();
  return text;
}
