import { type Request, type Response, Router } from 'express';
import type { SignInRefusal } from '../../templates/security-page-data';
import { TooManyRequests } from '../problems';
import { proofOf } from '../sign-in/first-proof';
import { closeSession, openSession } from '../sign-in/open';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { localPath } from './local-path';
import { type PageDeps, queryText, type Reader, readerOf, sendPage, shellFor } from './reader';

/** Sign-in makes a session of its own and ends the one before; sign-out ends that session only. */
export function sessionRoutes(deps: PageDeps, { visitor }: Guarded): Router {
  const router = Router();
  router.get(
    '/sign-in',
    visitor((req, res, reader) => {
      const next = localPath(queryText(req, 'next'));
      if (reader.person) return res.redirect(303, next);
      showForm(res, { deps, reader, next, refusal: null, email: '', byToken: false });
    }),
  );
  router.post(
    '/sign-in',
    visitor((req, res, reader) => signIn({ deps, req, res, reader })),
  );
  router.post(
    '/sign-out',
    visitor(async (req, res, reader) => {
      checkForm(req, deps, reader.subject);
      await closeSession({ req, res }, deps, reader.person?.id ?? null);
      res.redirect(303, '/sign-in');
    }),
  );
  return router;
}

interface Visit {
  readonly deps: PageDeps;
  readonly req: Request;
  readonly res: Response;
  readonly reader: Reader;
}

const STATUS = { unknown: 401, busy: 429 } as const satisfies Record<SignInRefusal, number>;

interface Form {
  readonly deps: PageDeps;
  readonly reader: Reader;
  readonly next: string;
  readonly refusal: SignInRefusal | null;
  readonly email: string;
  readonly byToken: boolean;
}

function showForm(res: Response, { deps, reader, ...form }: Form): void {
  const shell = shellFor(reader, deps);
  const status = form.refusal === null ? 200 : STATUS[form.refusal];
  sendPage(res, reader, { name: 'sign-in', status, data: { shell, ...form } });
}

async function signIn({ deps, req, res, reader }: Visit): Promise<void> {
  checkForm(req, deps, reader.subject);
  const next = localPath(formField(req, 'next'));
  const typed = { email: formField(req, 'email'), byToken: formField(req, 'token') !== '' };
  const refuse = (refusal: SignInRefusal): void =>
    showForm(res, { deps, reader: readerOf(req, null), next, refusal, ...typed });
  try {
    const proof = await proofOf(deps, req);
    if (proof === null) return refuse('unknown');
    await openSession({ req, res }, deps, proof);
    res.redirect(303, next);
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    res.set('retry-after', String(error.seconds));
    refuse('busy');
  }
}
