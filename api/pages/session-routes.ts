import { randomBytes } from 'node:crypto';
import { type Response, Router } from 'express';
import { deleteSession, insertSession, personByToken } from '../../db/stores/tokens';
import { cookie, SESSION_COOKIE } from '../session';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { type PageDeps, queryText, readerOf, sendPage, shellFor } from './reader';

/** Sign-in with an API token, which makes a session of its own; sign-out ends that session only. */
export function sessionRoutes(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  router.get(
    '/sign-in',
    visitor(async (req, res, reader) => {
      if (reader.person) return res.redirect(303, '/inbox');
      const shell = shellFor(reader, deps);
      return sendPage(res, reader, {
        name: 'sign-in',
        data: { shell, next: localPath(queryText(req, 'next')), refused: false },
      });
    }),
  );
  router.post(
    '/sign-in',
    visitor(async (req, res, reader) => {
      checkForm(req, deps, reader.subject);
      const next = localPath(formField(req, 'next'));
      const person = await personByToken(deps.db, formField(req, 'token'), deps.clock());
      if (!person) {
        const visiting = readerOf(req, null);
        return sendPage(res, visiting, {
          name: 'sign-in',
          status: 401,
          data: { shell: shellFor(visiting, deps), next, refused: true },
        });
      }
      await openSession(res, deps, person.id);
      return res.redirect(303, next);
    }),
  );
  router.post(
    '/sign-out',
    visitor(async (req, res, reader) => {
      checkForm(req, deps, reader.subject);
      const session = cookie(req, SESSION_COOKIE);
      if (session) await deleteSession(deps.db, session);
      res.clearCookie(SESSION_COOKIE, { path: '/' });
      return res.redirect(303, '/sign-in');
    }),
  );
  return router;
}

async function openSession(res: Response, { db, clock, config }: PageDeps, userId: string): Promise<void> {
  const secret = randomBytes(32).toString('base64url');
  await insertSession(db, { userId, secret, now: clock() });
  const secure = config.publicUrl.startsWith('https://');
  res.cookie(SESSION_COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure, path: '/' });
}

/** Only a path of our own may follow a sign-in. */
export const localPath = (path: string): string => (/^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path) ? path : '/inbox');
