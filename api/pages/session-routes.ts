import { randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { deleteSession, insertSession, personByToken } from '../../db/stores/tokens';
import { cookie, SESSION_COOKIE } from '../session';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { type PageDeps, queryText, type Reader, readerOf, sendPage, shellFor } from './reader';

/** Sign-in with an API token, which makes a session of its own; sign-out ends that session only. */
export function sessionRoutes(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  router.get(
    '/sign-in',
    visitor((req, res, reader) => {
      const next = localPath(queryText(req, 'next'));
      if (reader.person) return res.redirect(303, next);
      showForm(res, { deps, reader, next, refused: false });
    }),
  );
  router.post(
    '/sign-in',
    visitor((req, res, reader) => signIn(req, res, { deps, reader })),
  );
  router.post(
    '/sign-out',
    visitor((req, res, reader) => signOut(req, res, { deps, reader })),
  );
  return router;
}

interface Visit {
  readonly deps: PageDeps;
  readonly reader: Reader;
}

function showForm(
  res: Response,
  { deps, reader, next, refused }: Visit & { readonly next: string; readonly refused: boolean },
): void {
  const shell = shellFor(reader, deps);
  sendPage(res, reader, { name: 'sign-in', status: refused ? 401 : 200, data: { shell, next, refused } });
}

async function signIn(req: Request, res: Response, { deps, reader }: Visit): Promise<void> {
  checkForm(req, deps, reader.subject);
  const next = localPath(formField(req, 'next'));
  const person = await personByToken(deps.db, formField(req, 'token'), deps.clock());
  if (!person) return showForm(res, { deps, reader: readerOf(req, null), next, refused: true });
  await openSession(res, deps, person.id);
  res.redirect(303, next);
}

async function signOut(req: Request, res: Response, { deps, reader }: Visit): Promise<void> {
  checkForm(req, deps, reader.subject);
  const session = cookie(req, SESSION_COOKIE);
  if (session) await deleteSession(deps.db, session);
  res.clearCookie(SESSION_COOKIE, { path: '/' });
  res.redirect(303, '/sign-in');
}

async function openSession(res: Response, { db, clock, config }: PageDeps, userId: string): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  await insertSession(db, { userId, secret, now: clock() });
  const secure = config.publicUrl.startsWith('https://');
  res.cookie(SESSION_COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure, path: '/' });
}

/** Only a path of our own may follow a sign-in. */
export const localPath = (path: string): string => (/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path) ? path : '/inbox');
