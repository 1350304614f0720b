import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { Person } from '../../domain/people/people';
import { sessionCookie } from '../session';
import type { PageDeps } from './reader';
import type { Visit } from './visit';

/** Read by the page's own script, so it is open to scripts; it tells a browser what it need not keep any longer. */
export const RECORDED_COOKIE = 'tenure_recorded';
const DAY_MS = 86_400_000;
const EVERYTHING = '*';

/** What a form is kept under in a browser; it tells nobody whose it is or what it is about. */
export const draftKey = ({ id }: Person, action: string): string =>
  createHash('sha256').update(`${id} ${action}`).digest('base64url').slice(0, 22);

/** The browser need not keep what was recorded from this form. */
export const recordedForm = ({ deps, res, reader }: Pick<Visit, 'deps' | 'res' | 'reader'>, action: string): void =>
  forget(res, deps.config, draftKey(reader.person, action));

/** Whoever signs out leaves nothing behind for the next at the same machine. */
export const forgetDrafts = (res: Response, config: PageDeps['config']): void => forget(res, config, EVERYTHING);

const forget = (res: Response, config: PageDeps['config'], key: string): void => {
  const { secure } = sessionCookie(config).options;
  res.cookie(RECORDED_COOKIE, key, { maxAge: DAY_MS, sameSite: 'strict', secure, path: '/', encode: String });
};
