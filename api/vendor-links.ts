import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import type { PageData } from '../templates/page-data';
import { createLinks, type Links } from '../links';
import { checkPost } from './links/form-token';
import { strangerOf, undecodable } from './links/stranger';
import { Throttle } from './links/throttle';
import { formField, formToken, isFormToken } from './pages/csrf';
import { notice } from './pages/notice';
import { queryText, type Reader, readerOf, rememberLanguage, sendPage, shellFor } from './pages/reader';
import type { Services } from './services';
import { actOf, type Outcome } from './vendor-page/acts';
import { findVendorLink, type VendorLink } from './vendor-page/find';
import { type Attempt, FRESH, vendorView } from './vendor-page/view';

const INVALID_PER_MINUTE = 30;
const READINGS_PER_MINUTE = 60;
const FORMS_PER_MINUTE = 30;
/** Filling in a bid takes its time. */
const FORM_LIFETIME_MS = 12 * 3_600_000;

interface Parts {
  readonly services: Services;
  readonly links: Links;
  /** Links that we did not make, by sender. */
  readonly invalid: Throttle;
  readonly readings: Throttle;
  readonly forms: Throttle;
}

/** Pages of invited vendors behind mailed links, without an account: GET and HEAD only show, POST acts. */
export function vendorLinks(services: Services): Router {
  const parts: Parts = {
    services,
    links: createLinks(services.config.secrets, services.config.publicUrl),
    invalid: new Throttle(INVALID_PER_MINUTE),
    readings: new Throttle(READINGS_PER_MINUTE),
    forms: new Throttle(FORMS_PER_MINUTE),
  };
  const router = Router({ caseSensitive: true });
  router.get('/v/:token', (req, res) => visit(parts, { req, res }, show));
  router.post('/v/:token', (req, res) => visit(parts, { req, res }, act));
  const unknown = (req: Request, res: Response): void =>
    sendNotice(parts, { req, res }, { key: 'not-found', status: 404 });
  router.use('/v/', undecodable(unknown));
  return router;
}

interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

interface Use extends Exchange {
  readonly parts: Parts;
  readonly link: VendorLink;
  readonly token: string;
  readonly now: number;
}

async function visit(parts: Parts, exchange: Exchange, handle: (use: Use) => Promise<void>): Promise<void> {
  const { services, links, invalid } = parts;
  const { req, res } = exchange;
  const now = services.clock();
  const token = String(req.params['token']);
  rememberLanguage(req, res, services.config.publicUrl.startsWith('https://'));
  const wait = waitFor(parts, { req, token, now });
  if (wait > 0) {
    res.set('retry-after', String(wait));
    return sendNotice(parts, exchange, { key: 'busy', status: 429 });
  }
  const link = await findVendorLink(services, links, token);
  if (!link) {
    invalid.count(req.ip ?? '', now);
    return sendNotice(parts, exchange, { key: 'not-found', status: 404 });
  }
  if (link.expiresAt <= now) return sendNotice(parts, exchange, { key: 'vendor-expired', status: 410 });
  await handle({ ...exchange, parts, link, token, now });
}

interface Knock {
  readonly req: Request;
  readonly token: string;
  readonly now: number;
}

/** Seconds to wait before anything is looked up; 0 to go on. */
function waitFor({ invalid, readings, forms }: Parts, { req, token, now }: Knock): number {
  const wait = invalid.wait(req.ip ?? '', now);
  if (wait > 0) return wait;
  const own = req.method === 'POST' ? forms : readings;
  const noise = own.wait(token, now);
  own.count(token, now);
  return noise;
}

const show = (use: Use): Promise<void> => {
  const done = DONE.find((word) => word === queryText(use.req, 'done')) ?? null;
  return sendVendorPage(use, { ...FRESH, done });
};

const DONE = ['save', 'submit', 'submit-late', 'withdraw', 'decline', 'ask', 'answer', 'team'] as const;

async function act(use: Use): Promise<void> {
  const { req, res, parts, link, token, now } = use;
  checkPost(req, parts.services);
  const nonce = formField(req, 'nonce');
  const outcome: Outcome = isFormToken(parts.services, subjectOf(token), nonce)
    ? await actOf({ services: parts.services, req, link, now, actId: uuidv7() })
    : { done: null, refusal: 'FORM_REFUSED' };
  // A page that is loaded again must not send its form again.
  if (outcome.done !== null) return res.redirect(303, `${pathOf(use)}?done=${outcome.done}`);
  const fresh = (await findVendorLink(parts.services, parts.links, token)) ?? link;
  await sendVendorPage({ ...use, link: fresh }, { ...FRESH, ...outcome });
}

const subjectOf = (token: string): string => `vendor ${token}`;
/** Below the prefix of the public address, if there is one. */
const pathOf = ({ parts, token }: Use): string => new URL(`${parts.services.config.publicUrl}/v/${token}`).pathname;

const BUSY_REFUSALS: Readonly<Record<string, number>> = {
  STATE_CONFLICT: 409,
  FORM_REFUSED: 403,
  TOO_MANY_REQUESTS: 429,
  NOT_FOUND: 404,
};

async function sendVendorPage(
  { req, res, parts: { services }, link, token, now }: Use,
  attempt: Attempt,
): Promise<void> {
  const reader = readerFor(req, link, `/v/${token}`);
  const nonce = formToken({ ...services, clock: () => now }, subjectOf(token), FORM_LIFETIME_MS);
  const view = await vendorView(services.db, link, { attempt, now });
  const data: PageData['vendor'] = {
    shell: shellFor(reader, services, { title: link.engagement.title }),
    ...view,
    action: `/v/${token}`,
    hidden: { name: 'nonce', value: nonce },
  };
  const status = attempt.refusal === null ? 200 : (BUSY_REFUSALS[attempt.refusal] ?? 422);
  sendPage(res, reader, { name: 'vendor', data, status });
}

/** The language is the switch's, else the vendor's own. */
function readerFor(req: Request, { vendor, engagement }: VendorLink, here: string): Reader {
  const base = readerOf(req, null, vendor.locale);
  return { ...base, timeZone: engagement.time_zone, here };
}

interface Word {
  readonly key: string;
  readonly status: number;
}

function sendNotice({ services }: Pick<Parts, 'services'>, { req, res }: Exchange, { key, status }: Word): void {
  const reader = strangerOf(req);
  const data = { shell: shellFor(reader, services), notice: notice(key, { tone: 'bad' }) };
  sendPage(res, reader, { name: 'notice', data, status });
}
