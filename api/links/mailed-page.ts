import { type Request, type Response, Router } from 'express';
import { type Scope, within } from '../../db/wall/scope';
import type { DraftsPart } from '../../templates/shell';
import { formField, formToken, isFormToken, textsByName } from '../pages/csrf';
import { linkDrafts, recordedByLink } from '../pages/drafts';
import { notice } from '../pages/notice';
import { rememberLanguage, sendPage, shellFor } from '../pages/reader';
import { writtenIn } from '../pages/written';
import type { Services } from '../services';
import { networkOf } from '../sign-in/address';
import { inEvenTime } from './even-time';
import { checkPost, WITH_FILES } from './form-token';
import { strangerOf, undecodable } from './stranger';
import { Throttle } from './throttle';

const INVALID_PER_MINUTE = 30;
const READINGS_PER_MINUTE = 60;
const FORMS_PER_MINUTE = 30;
/** Filling in a long form takes its time. */
const FORM_LIFETIME_MS = 12 * 3_600_000;

interface Exchange {
  readonly req: Request;
  readonly res: Response;
}

/** Somebody has come by a mailed link that we made and that has not run out. */
export interface MailedVisit<L> extends Exchange {
  readonly services: Services;
  readonly link: L;
  /** Path of the page, below the prefix of the public address. */
  readonly path: string;
  /** Hidden field that makes a form one of ours. */
  readonly hidden: () => { readonly name: string; readonly value: string };
  /** Whether the form that was sent is one of ours, made not long ago. */
  readonly isFresh: () => boolean;
  /** Keeps in the browser what is typed here, until it was `recorded`. */
  readonly drafts: DraftsPart;
  readonly now: number;
}

export interface MailedPage<L> {
  /** First part of the path: `v` for `/v/{token}`. */
  readonly letter: string;
  /** Words of the notice for a link that has run out. */
  readonly expired: string;
  /** Whose link it is. This is asked before anybody knows whose rows are meant, so it reads what the signature needs and no more. */
  readonly find: (token: string) => Promise<L | null>;
  /** Which rows are theirs: the page is shown, and acts, behind the wall. */
  readonly scope: (link: L) => Scope | null;
  readonly show: (visit: MailedVisit<L>) => Promise<void>;
  readonly act: (visit: MailedVisit<L>) => Promise<void>;
  /** Where its forms bring files: reads them, once the link is known to be ours. */
  readonly read?: (req: Request, services: Services) => Promise<void>;
  /** A file of the page, at `/v/{token}/files/{file}`. */
  readonly file?: (visit: MailedVisit<L>) => Promise<void>;
}

/** For links that our own people get. */
export const OURS = (): null => null;

interface Doors {
  /** Links that we did not make, by sender. */
  readonly invalid: Throttle;
  readonly readings: Throttle;
  readonly forms: Throttle;
}

interface Parts<L> extends Doors {
  readonly services: Services;
  readonly page: MailedPage<L>;
}

/** A page behind mailed links, without an account: GET and HEAD only show, POST acts, and every wrong link meets the same page. */
export function mailedPage<L extends { readonly expiresAt: number }>(services: Services, page: MailedPage<L>): Router {
  const parts: Parts<L> = {
    services,
    page,
    invalid: new Throttle(INVALID_PER_MINUTE),
    readings: new Throttle(READINGS_PER_MINUTE),
    forms: new Throttle(FORMS_PER_MINUTE),
  };
  const router = Router({ caseSensitive: true });
  router.get(`/${page.letter}/:token`, (req, res) => visit(parts, { req, res }, page.show));
  router.post(`/${page.letter}/:token`, (req, res) => visit(parts, { req, res }, page.act));
  const { file } = page;
  if (file) router.get(`/${page.letter}/:token/files/:file`, (req, res) => visit(parts, { req, res }, file));
  const unknown = (req: Request, res: Response): void =>
    sendNotice(services, { req, res }, { key: 'not-found', status: 404 });
  router.use(`/${page.letter}/`, undecodable(unknown));
  return router;
}

async function visit<L extends { readonly expiresAt: number }>(
  parts: Parts<L>,
  exchange: Exchange,
  handle: MailedPage<L>['show'],
): Promise<void> {
  const { services, page, invalid } = parts;
  const { req, res } = exchange;
  const now = services.clock();
  const token = String(req.params['token']);
  rememberLanguage(req, res, services.config.publicUrl.startsWith('https://'));
  const wait = waitFor(parts, { req, token, now });
  if (wait > 0) {
    res.set('retry-after', String(wait));
    return sendNotice(services, exchange, { key: 'busy', status: 429 });
  }
  const link = await inEvenTime(() => page.find(token));
  if (!link) {
    invalid.count(networkOf(req), now);
    return sendNotice(services, exchange, { key: 'not-found', status: 404 });
  }
  if (req.method === 'POST') checkPost(req, services, page.read && WITH_FILES);
  if (link.expiresAt <= now)
    return sendNotice(services, exchange, { key: page.expired, status: 410, kept: writtenIn(textsByName(req.body)) });
  if (req.method === 'POST') await page.read?.(req, services);
  const forms = formsOf(parts, req, { token, now });
  const scope = page.scope(link);
  const handled = () => handle({ ...exchange, services, link, now, ...forms });
  await (scope ? within(scope, handled) : handled());
}

/** A form is bound to the link that it was made for. */
function formsOf<L>({ services, page }: Parts<L>, req: Request, { token, now }: { token: string; now: number }) {
  const subject = `${page.letter} ${token}`;
  const path = `/${page.letter}/${token}`;
  return {
    path,
    drafts: linkDrafts(path),
    hidden: () => ({
      name: 'nonce',
      value: formToken({ ...services, clock: () => now }, subject, FORM_LIFETIME_MS),
    }),
    isFresh: () => isFormToken(services, subject, formField(req, 'nonce')),
  };
}

interface Knock {
  readonly req: Request;
  readonly token: string;
  readonly now: number;
}

/** Seconds to wait before anything is looked up; 0 to go on. */
function waitFor({ invalid, readings, forms }: Doors, { req, token, now }: Knock): number {
  const wait = invalid.wait(networkOf(req), now);
  if (wait > 0) return wait;
  const own = req.method === 'POST' ? forms : readings;
  const noise = own.wait(token, now);
  own.count(token, now);
  return noise;
}

function sendNotice(
  services: Services,
  { req, res }: Exchange,
  { key, status, kept = [] }: { readonly key: string; readonly status: number; readonly kept?: readonly string[] },
): void {
  const data = { shell: shellFor(strangerOf(req), services), notice: notice(key, { tone: 'bad', kept }) };
  sendPage(res, strangerOf(req), { name: 'notice', data, status });
}

/** A form of the page went well: the browser need not keep it, and loading the page again must not send it again. */
export function recorded({ services, res, path }: MailedVisit<unknown>, done: string): void {
  recordedByLink(res, services.config, path);
  res.redirect(303, `${new URL(`${services.config.publicUrl}${path}`).pathname}?done=${done}`);
}
