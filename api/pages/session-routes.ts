import { type Request, type Response, Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { OidcReason } from '../../domain/people/oidc-refusal';
import type { SignInRefusal } from '../../templates/security-page-data';
import { proofOf } from '../sign-in/first-proof';
import { isSurelyOurs } from '../same-origin';
import { sessionOf } from '../session';
import type { Provider } from '../sign-in/oidc/provider';
import { closeSession, openSession } from '../sign-in/open';
import { firstProofField, firstProofOf, needsSecond, provenSecond } from '../sign-in/second-step';
import { askForCode } from './ask-for-code';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { localPath } from './local-path';
import { afterSignOut } from './oidc-pages';
import { hrefToConfirm } from './prove-again';
import { type PageDeps, queryText, type Reader, readerOf, sendPage, shellFor } from './reader';
import { providerLink, providerRefusal, refusedBy, SIGN_IN_STATUS, statusOf } from './sign-in-status';
import { unlessBusy } from './unless-busy';

/** Sign-in makes a session of its own and ends the one before; sign-out ends that session only. */
export function sessionRoutes(deps: PageDeps, { visitor }: Guarded, provider: Provider | null): Router {
  const router = Router();
  router.get(
    '/sign-in',
    visitor((req, res, reader) => {
      const next = localPath(queryText(req, 'next'));
      if (reader.person) return res.redirect(303, next);
      const refused = refusedBy(queryText(req, 'refused'));
      showForm(res, { deps, reader, next, refusal: null, refused, email: '', byToken: false });
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
      const held = await sessionOf(req, deps);
      await closeSession({ req, res }, deps, reader.person?.id ?? null);
      res.redirect(303, afterSignOut(held, provider));
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

interface Form {
  readonly deps: PageDeps;
  readonly reader: Reader;
  readonly next: string;
  readonly refusal: SignInRefusal | null;
  readonly refused?: OidcReason | null;
  readonly email: string;
  readonly byToken: boolean;
}

function showForm(res: Response, { deps, reader, refused: reason = null, ...form }: Form): void {
  const status = form.refusal !== null ? SIGN_IN_STATUS[form.refusal] : reason !== null ? statusOf(reason) : 200;
  const provider = providerLink(deps, `/sign-in/oidc?next=${encodeURIComponent(form.next)}`);
  const passwords = (deps.config.passwords ?? 'everybody') !== 'nobody';
  const data = { shell: shellFor(reader, deps), ...form, provider, refused: providerRefusal(reason), passwords };
  sendPage(res, reader, { name: 'sign-in', status, data });
}

async function signIn(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const late = isLate(visit);
  const next = localPath(formField(req, 'next'));
  const typed = { email: formField(req, 'email'), byToken: formField(req, 'token') !== '' };
  const refuse = (refusal: SignInRefusal): void =>
    showForm(res, { deps, reader: readerOf(req, null), next, refusal, ...typed });
  if (formField(req, 'proved')) return secondStep(visit, { next, refuse, late });
  await unlessBusy(res, refuse, async () => {
    const proof = await proofOf(deps, req);
    if (proof === null) return refuse('unknown');
    if (await needsSecond(deps, proof))
      return askForCode(res, { deps, reader, proved: firstProofField(deps, proof), next, refusal: null }); // prettier-ignore
    await openSession({ req, res }, deps, proof);
    res.redirect(303, next);
  });
}

/** Whether a code comes too late: its page was open until the session was over, in which somebody showed again who they are. */
function isLate({ deps, req, reader }: Visit): boolean {
  try {
    checkForm(req, deps, reader.subject);
    return false;
  } catch (error) {
    const isOurs = formField(req, 'proved') !== '' && isSurelyOurs(req);
    if (error instanceof DomainError && isOurs) return true;
    throw error;
  }
}

interface Second {
  readonly next: string;
  readonly refuse: (refusal: SignInRefusal) => void;
  readonly late: boolean;
}

/** The code of the app, or one for the day on which it is lost, after the password or token. */
async function secondStep({ deps, req, res, reader }: Visit, { next, refuse, late }: Second): Promise<void> {
  const brought = late ? null : await firstProofOf(deps, req);
  // Whoever is signed in has the form for visitors no more: they begin again where they were asked.
  if (brought === null) return reader.person ? res.redirect(303, hrefToConfirm(next, 'too-late')) : refuse('too-late');
  const { proof, again, field: proved } = brought;
  const askAgain = (refusal: SignInRefusal): void => askForCode(res, { deps, reader, proved, next, refusal });
  await unlessBusy(res, askAgain, async () => {
    if (!(await provenSecond(deps, req, proof.userId))) return askAgain('code');
    await openSession({ req, res }, deps, { ...proof, second: true, again: again !== null });
    res.redirect(303, next);
  });
}
