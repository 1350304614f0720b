import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { Person } from '../../domain/people/people';
import type { DraftsPart } from '../../templates/shell';
import { sessionCookie } from '../session';
import { DRAFTS } from './assets';
import type { PageDeps } from './reader';
import type { Visit } from './visit';

/** Read by the page's own script, so it is open to scripts; it tells a browser what it need not keep any longer. */
export const RECORDED_COOKIE = 'tenure_recorded';
const DAY_MS = 86_400_000;
const EVERYTHING = '*';

/** What the forms of a page are kept under in a browser; it tells nobody whose they are or what they are about. */
const draftKey = (whose: string, path: string): string =>
  createHash('sha256').update(`${whose} ${path}`).digest('base64url').slice(0, 22);

/** Keeps what somebody types into the forms of a page; whoever takes one of them says so when it was recorded (`recordedForm`). */
export const draftsOf = (person: Person, path: string): DraftsPart => ({
  key: draftKey(person.id, path),
  scriptHref: DRAFTS.href,
});
/** The same behind a mailed link: the forms are those of whoever holds it. */
export const linkDrafts = (path: string): DraftsPart => ({ key: draftKey('link', path), scriptHref: DRAFTS.href });
export const DROPS_DRAFTS: DraftsPart = { key: null, scriptHref: DRAFTS.href };

/** The browser need not keep what was recorded from the form of this page that it has sent. */
export const recordedForm = ({ deps, res, reader }: Pick<Visit, 'deps' | 'res' | 'reader'>, path: string): void =>
  forget(res, deps.config, draftKey(reader.person.id, path));
export const recordedByLink = (res: Response, config: PageDeps['config'], path: string): void =>
  forget(res, config, draftKey('link', path));

/** Whoever signs out leaves nothing behind for the next at the same machine. */
export const forgetDrafts = (res: Response, config: PageDeps['config']): void => forget(res, config, EVERYTHING);

const forget = (res: Response, config: PageDeps['config'], key: string): void => {
  const { secure } = sessionCookie(config).options;
  res.cookie(RECORDED_COOKIE, key, { maxAge: DAY_MS, sameSite: 'strict', secure, path: '/', encode: String });
};
