import { asOurselves } from '../db/wall/scope';
import type { Request, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { contactZone } from '../domain/vendor/contact-zone';
import type { PageData } from '../templates/page-data';
import { createLinks } from '../links';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { queryText, type Reader, readerOf, sendPage, shellFor } from './pages/reader';
import type { Services } from './services';
import { actOf, type Outcome } from './vendor-page/acts';
import { findVendorLink, type VendorLink } from './vendor-page/find';
import { type Attempt, FRESH, vendorView } from './vendor-page/view';

type Visit = MailedVisit<VendorLink>;

/** Pages of invited vendors behind mailed links. */
export function vendorLinks(services: Services): Router {
  const links = createLinks(services.config.secrets, services.config.publicUrl);
  const find = (token: string) => findVendorLink(services, links, token);
  return mailedPage<VendorLink>(services, {
    letter: 'v',
    expired: 'vendor-expired',
    find,
    scope: ({ invitation: { engagementId, candidateId } }) => ({
      role: 'vendor',
      ...{ tenders: [engagementId], candidates: [candidateId] },
    }),
    show: (visit) => sendVendorPage(visit, { ...FRESH, done: doneOf(visit.req) }),
    act: (visit) => act(visit, find),
  });
}

const DONE = ['save', 'submit', 'submit-late', 'withdraw', 'decline', 'ask', 'answer', 'team'] as const;
const doneOf = (req: Request): string | null => DONE.find((word) => word === queryText(req, 'done')) ?? null;

async function act(visit: Visit, find: (token: string) => Promise<VendorLink | null>): Promise<void> {
  const { req, services, link, now } = visit;
  const outcome: Outcome = visit.isFresh()
    ? await actOf({ services, req, link, now, actId: uuidv7() })
    : { done: null, refusal: 'FORM_REFUSED' };
  if (outcome.done !== null) return recorded(visit, outcome.done);
  const fresh = (await asOurselves(() => find(String(req.params['token'])))) ?? link;
  await sendVendorPage({ ...visit, link: fresh }, { ...FRESH, ...outcome });
}

const BUSY_REFUSALS: Readonly<Record<string, number>> = {
  STATE_CONFLICT: 409,
  VENDOR_BARRED: 409,
  FORM_REFUSED: 403,
  TOO_MANY_REQUESTS: 429,
  NOT_FOUND: 404,
};

async function sendVendorPage(visit: Visit, attempt: Attempt): Promise<void> {
  const { req, res, services, link, path, now } = visit;
  const reader = readerFor(req, link, path);
  const data: PageData['vendor'] = {
    shell: shellFor(reader, services, { title: link.engagement.title, drafts: visit.drafts }),
    ...(await vendorView(services.db, link, { attempt, now })),
    action: path,
    hidden: visit.hidden(),
  };
  const status = attempt.refusal === null ? 200 : (BUSY_REFUSALS[attempt.refusal] ?? 422);
  sendPage(res, reader, { name: 'vendor', data, status });
}

/** The language is the switch's, else the vendor's own. */
function readerFor(req: Request, { vendor, engagement }: VendorLink, here: string): Reader {
  const base = readerOf(req, null, vendor.locale);
  return { ...base, timeZone: contactZone(vendor, engagement.time_zone), here };
}
