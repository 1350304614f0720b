import type { Request, Response } from 'express';
import { hasRole, isInsider, type Locale, LOCALES, type Person } from '../../domain/people/people';
import { isLocale, localeFor } from '../../templates/catalog';
import type { PageData, PageName, Shell } from '../../templates/page-data';
import { renderPage } from '../../templates/render';
import type { Services } from '../services';
import { seesAdministration } from '../admin/access';
import { PORTFOLIO_READERS } from '../routes/portfolio-heat';
import { cookie } from '../session';
import { ICON, SESSION, STYLE } from './assets';
import { formToken } from './csrf';
import { LIVE_POLICY, PAGE_POLICY } from './headers';

export type PageDeps = Pick<
  Services,
  'db' | 'clock' | 'config' | 'gateway' | 'log' | 'documents' | 'limitCalls' | 'admit'
>;

/** Who looks at a page, and how they read. */
export interface Reader {
  readonly person: Person | null;
  readonly locale: Locale;
  readonly timeZone: string;
  /** What form tokens are bound to: the session, or `visitor`. */
  readonly subject: string;
  /** Path with query of this page; empty for the address that the browser is at. */
  readonly here: string;
}

export const LANGUAGE_COOKIE = 'tenure_lang';
const YEAR_MS = 365 * 86_400_000;

/** The language is the switch's, else the person's own, else the given one, else the browser's. */
export function readerOf(req: Request, person: Person | null, usual?: Locale): Reader {
  const chosen = queryText(req, 'lang') || cookie(req, LANGUAGE_COOKIE);
  return {
    person,
    locale: isLocale(chosen) ? chosen : (person?.locale ?? usual ?? localeFor(req.headers['accept-language'])),
    timeZone: person?.timeZone ?? 'UTC',
    subject: 'visitor',
    here: req.originalUrl,
  };
}

/** One value of the query as text; lists read as empty. */
export function queryText(req: Request, name: string): string {
  const value: unknown = req.query[name];
  return typeof value === 'string' ? value.trim() : '';
}

type ShellPart = Partial<
  Pick<
    Shell,
    'title' | 'nav' | 'todo' | 'timeZone' | 'live' | 'drafts' | 'script' | 'sessionHref' | 'alone' | 'workflowHref'
  >
>;

export function shellFor(reader: Reader, deps: Pick<PageDeps, 'clock' | 'config'>, part: ShellPart = {}): Shell {
  return {
    title: null,
    person: reader.person && {
      name: reader.person.name,
      ours: isInsider(reader.person),
      administers: seesAdministration(reader.person),
      oversees: hasRole(reader.person, ...PORTFOLIO_READERS),
    },
    csrf: formToken(deps, reader.subject),
    nav: null,
    todo: null,
    languages: LOCALES.map((tag) => ({ tag, href: withLanguage(reader.here, tag), current: tag === reader.locale })),
    styleHref: STYLE.href,
    iconHref: ICON.href,
    live: null,
    drafts: null,
    sessionHref: reader.person && SESSION.href,
    script: null,
    alone: false,
    workflowHref: null,
    timeZone: reader.timeZone,
    now: deps.clock(),
    here: null,
    ...part,
  };
}

function withLanguage(here: string, tag: Locale): string {
  const url = new URL(here, 'http://localhost');
  url.searchParams.set('lang', tag);
  return here === '' ? url.search : `${url.pathname}${url.search}`;
}

/** Keeps a language chosen by the switch in the browser; the server keeps nothing. */
export function rememberLanguage(req: Request, res: Response, secure: boolean): void {
  const chosen = queryText(req, 'lang');
  if (isLocale(chosen))
    res.cookie(LANGUAGE_COOKIE, chosen, { maxAge: YEAR_MS, sameSite: 'lax', httpOnly: true, secure });
}

export interface Answer<N extends PageName> {
  readonly name: N;
  readonly data: PageData[N];
  readonly status?: number;
  /** What the browser may load, where that is more than usual. */
  readonly policy?: string;
}

const hasScript = ({ live, drafts, sessionHref, script }: Shell): boolean =>
  [live, drafts, sessionHref, script].some((one) => one !== null);

export function sendPage<N extends PageName>(
  res: Response,
  reader: Reader,
  { name, data, status = 200, policy = hasScript(data.shell) ? LIVE_POLICY : PAGE_POLICY }: Answer<N>,
): void {
  // What a form was answered with is at no address that could be asked for its tables.
  const here = res.req.method === 'POST' ? null : reader.here;
  res
    .status(status)
    .type('html')
    .set({ 'content-language': reader.locale, 'content-security-policy': policy })
    .send(renderPage(name, reader.locale, { ...data, shell: { ...data.shell, here } }));
}
