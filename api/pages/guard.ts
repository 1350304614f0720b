import type { Request, RequestHandler, Response } from 'express';
import { DomainError } from '../../domain/errors';
import { isInsider, type Person } from '../../domain/people/people';
import { personBySession } from '../../db/stores/tokens';
import { cookie, SESSION_COOKIE } from '../session';
import { checkForm } from './csrf';
import { type PageDeps, type Reader, readerOf, rememberLanguage } from './reader';

export interface SignedIn extends Reader {
  readonly person: Person;
}

type Handler<R extends Reader> = (req: Request, res: Response, reader: R) => unknown;

/** Wrappers that say who a page is for. */
export interface Guarded {
  /** Everybody, signed in or not. */
  readonly visitor: (handle: Handler<Reader>) => RequestHandler;
  /** Signed-in people; others go to the sign-in page and come back. A form must carry its session's token. */
  readonly signedIn: (handle: Handler<SignedIn>) => RequestHandler;
  /** Signed-in people of the organisation; a supplier's people do not learn what is there. */
  readonly insider: (handle: Handler<SignedIn>) => RequestHandler;
}

export function guards(deps: PageDeps): Guarded {
  const read = async (req: Request, res: Response): Promise<Reader> => {
    rememberLanguage(req, res, deps.config.publicUrl.startsWith('https://'));
    const session = cookie(req, SESSION_COOKIE);
    return readerOf(req, session === null ? null : await personBySession(deps.db, session, deps.clock()));
  };
  const visitor: Guarded['visitor'] = (handle) => async (req, res) => {
    await handle(req, res, await read(req, res));
  };
  const signedIn: Guarded['signedIn'] = (handle) => async (req, res) => {
    const reader = await read(req, res);
    const { person } = reader;
    if (!person)
      return res.redirect(
        303,
        `/sign-in?next=${encodeURIComponent(req.method === 'GET' ? req.originalUrl : '/inbox')}`,
      );
    if (req.method === 'POST') checkForm(req, deps, reader.subject);
    await handle(req, res, { ...reader, person });
  };
  const insider: Guarded['insider'] = (handle) =>
    signedIn((req, res, reader) => {
      if (!isInsider(reader.person)) throw new DomainError('FORBIDDEN', 'Your roles do not allow this.');
      return handle(req, res, reader);
    });
  return { visitor, signedIn, insider };
}
