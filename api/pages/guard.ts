import type { Request, RequestHandler, Response } from 'express';
import { DomainError } from '../../domain/errors';
import { isInsider, type Person } from '../../domain/people/people';
import type { Session } from '../../db/stores/sessions';
import { isSurelyOurs } from '../same-origin';
import { sessionOf, sessionSecret } from '../session';
import { owesSecondFactor } from '../sign-in/owed-factor';
import { checkForm } from './csrf';
import { type PageDeps, type Reader, readerOf, rememberLanguage } from './reader';

export interface SignedIn extends Reader {
  readonly person: Person;
  readonly session: Session;
  /** Whether they have to set up a second factor before anything else. */
  readonly owesFactor: boolean;
  /** A form of ours that was open for too long, or for another session: its page shows again what was typed. */
  readonly formRefused?: DomainError;
}

type Handler<R extends Reader> = (req: Request, res: Response, reader: R) => unknown;

/** Wrappers that say who a page is for. */
export interface Guarded {
  /** Everybody, signed in or not. */
  readonly visitor: (handle: Handler<Reader>) => RequestHandler;
  /** Signed-in people; others go to the sign-in page and come back. A form must carry its session's token. */
  readonly signedIn: (handle: Handler<SignedIn>) => RequestHandler;
  /** As `signedIn`, also for whoever has to set up a second factor first: the only pages that they reach. */
  readonly settingUp: (handle: Handler<SignedIn>) => RequestHandler;
  /** Signed-in people of the organisation; a supplier's people do not learn what is there. */
  readonly insider: (handle: Handler<SignedIn>) => RequestHandler;
  /** As `insider`, for forms that lose nothing: one without a good token is handed on as refused, if it came from us. */
  readonly insiderForm: (handle: Handler<SignedIn>) => RequestHandler;
}

export function guards(deps: PageDeps): Guarded {
  const read = async (req: Request, res: Response): Promise<Reader & { readonly session: Session | null }> => {
    rememberLanguage(req, res, deps.config.publicUrl.startsWith('https://'));
    const held = await sessionOf(req, deps);
    if (held) deps.limitCalls?.({ personId: held.person.id, tokenId: null }, deps.clock());
    const reader = readerOf(req, held?.person ?? null);
    const subject = (held && sessionSecret(req, deps.config)) ?? reader.subject;
    return { ...reader, subject, session: held?.session ?? null };
  };
  const visitor: Guarded['visitor'] = (handle) => async (req, res) => {
    await handle(req, res, await read(req, res));
  };
  const holding =
    (handle: Handler<SignedIn>, judge: Judge, isSetUp = false): RequestHandler =>
    async (req, res) => {
      const reader = await read(req, res);
      const { person, session } = reader;
      if (!person || !session)
        return res.redirect(
          303,
          `/sign-in?next=${encodeURIComponent(req.method === 'GET' ? req.originalUrl : '/inbox')}`,
        );
      const owesFactor = await owesSecondFactor(deps, { person, session });
      if (owesFactor && !isSetUp) return res.redirect(303, '/security');
      const formRefused = req.method === 'POST' ? judge(() => checkForm(req, deps, reader.subject), req) : undefined;
      await handle(req, res, { ...reader, person, session, owesFactor, ...(formRefused && { formRefused }) });
    };
  return {
    visitor,
    signedIn: (handle) => holding(handle, refusing),
    settingUp: (handle) => holding(handle, refusing, true),
    insider: (handle) => holding(ofOurs(handle), refusing),
    insiderForm: (handle) => holding(ofOurs(handle), keeping),
  };
}

/** What comes of a form whose token is not good. */
type Judge = (check: () => void, req: Request) => DomainError | undefined;

const refusing: Judge = (check) => {
  check();
  return undefined;
};

const keeping: Judge = (check, req) => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError && isSurelyOurs(req)) return error;
    throw error;
  }
};

const ofOurs =
  (handle: Handler<SignedIn>): Handler<SignedIn> =>
  (req, res, reader) => {
    if (!isInsider(reader.person)) throw new DomainError('FORBIDDEN', 'Your roles do not allow this.');
    return handle(req, res, reader);
  };
