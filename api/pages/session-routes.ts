import { type Request, type Response, Router } from 'express';
import type { SignInRefusal } from '../../templates/security-page-data';
import { proofOf } from '../sign-in/first-proof';
import { closeSession, openSession } from '../sign-in/open';
import { firstProofField, firstProofOf, needsSecond, provenSecond } from '../sign-in/second-step';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { localPath } from './local-path';
import { type PageDeps, queryText, type Reader, readerOf, sendPage, shellFor } from './reader';
import { unlessBusy } from './unless-busy';

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

const STATUS = { unknown: 401, code: 401, 'too-late': 401, busy: 429 } as const satisfies Record<SignInRefusal, number>;

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

async function signIn(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  checkForm(req, deps, reader.subject);
  const next = localPath(formField(req, 'next'));
  const typed = { email: formField(req, 'email'), byToken: formField(req, 'token') !== '' };
  const refuse = (refusal: SignInRefusal): void =>
    showForm(res, { deps, reader: readerOf(req, null), next, refusal, ...typed });
  if (formField(req, 'proved')) return secondStep(visit, { next, refuse });
  await unlessBusy(res, refuse, async () => {
    const proof = await proofOf(deps, req);
    if (proof === null) return refuse('unknown');
    if (await needsSecond(deps, proof))
      return askForCode(visit, { proved: firstProofField(deps, proof), next, refusal: null });
    await openSession({ req, res }, deps, proof);
    res.redirect(303, next);
  });
}

interface Asked {
  readonly proved: string;
  readonly next: string;
  readonly refusal: SignInRefusal | null;
}

function askForCode({ deps, req, res }: Visit, { proved, next, refusal }: Asked): void {
  const reader = readerOf(req, null);
  const status = refusal === null ? 200 : STATUS[refusal];
  sendPage(res, reader, { name: 'second-factor', status, data: { shell: shellFor(reader, deps), next, proved, refusal } }); // prettier-ignore
}

interface Second {
  readonly next: string;
  readonly refuse: (refusal: SignInRefusal) => void;
}

/** The code of the app, or one for the day on which it is lost, after the password or token. */
async function secondStep(visit: Visit, { next, refuse }: Second): Promise<void> {
  const { deps, req, res } = visit;
  const brought = await firstProofOf(deps, req);
  if (brought === null) return refuse('too-late');
  const { proof, field: proved } = brought;
  const again = (refusal: SignInRefusal): void => askForCode(visit, { proved, next, refusal });
  await unlessBusy(res, again, async () => {
    if (!(await provenSecond(deps, req, proof.userId))) return again('code');
    await openSession({ req, res }, deps, { ...proof, second: true });
    res.redirect(303, next);
  });
}
