import type { Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { ISSUE_STEPS } from '../domain/issue/words';
import { contactZone } from '../domain/vendor/contact-zone';
import type { PageData } from '../templates/page-data';
import { createLinks } from '../links';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { type Typed, typedIn, UNTYPED } from './pages/issue-view';
import { queryText, readerOf, sendPage, shellFor } from './pages/reader';
import { actOnService } from './service-page/acts';
import { findServiceLink, type ServiceLink } from './service-page/find';
import { refusedAs, type ServiceOutcome } from './service-page/outcome';
import { serviceView } from './service-page/view';
import type { Services } from './services';

type Visit = MailedVisit<ServiceLink>;

/** The page on which the vendor of a running service takes part, behind mailed links. */
export function serviceLinks(services: Services): Router {
  const links = createLinks(services.config.secrets, services.config.publicUrl);
  return mailedPage<ServiceLink>(services, {
    letter: 'i',
    expired: 'service-expired',
    find: (token) => findServiceLink(services, links, token),
    scope: ({ engagement, vendor }) => ({ role: 'vendor', engagements: [engagement.id], vendors: [vendor.id] }),
    show: (visit) => sendServicePage(visit, { ...UNTYPED, done: doneOf(visit.req) }),
    act,
  });
}

const DONE = ['raise', 'progress', 'rate', 'deliver', 'give-back', ...ISSUE_STEPS] as const;
const doneOf = (req: Request): string | null => DONE.find((word) => word === queryText(req, 'done')) ?? null;

async function act(visit: Visit): Promise<void> {
  const { req, services, link, now } = visit;
  const outcome: ServiceOutcome = visit.isFresh()
    ? await actOnService({ services, req, link, now, actId: uuidv7() })
    : refusedAs('FORM_REFUSED');
  if (outcome.refused) return sendServicePage(visit, typedIn(req, outcome.refused));
  recorded(visit, outcome.done);
}

const STATUS: Readonly<Record<string, number>> = {
  STATE_CONFLICT: 409,
  FORM_REFUSED: 403,
  TOO_MANY_REQUESTS: 429,
  NOT_FOUND: 404,
};

async function sendServicePage(visit: Visit, typed: Typed): Promise<void> {
  const { req, res, services, link, path, now } = visit;
  const { vendor, engagement } = link;
  const reader = {
    ...readerOf(req, null, vendor.locale),
    timeZone: contactZone(vendor, engagement.time_zone),
    here: path,
  };
  const data: PageData['service'] = {
    shell: shellFor(reader, services, { title: engagement.title, drafts: visit.drafts }),
    ...(await serviceView(services.db, link, { typed, now })),
    action: path,
    hidden: visit.hidden(),
  };
  const status = typed.refusal === null ? 200 : (STATUS[typed.refusal] ?? 422);
  sendPage(res, reader, { name: 'service', data, status });
}
