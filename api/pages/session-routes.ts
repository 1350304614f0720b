import { type Request, type Response, Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { OidcReason } from '../../domain/people/oidc-refusal';
import { proofOf } from '../sign-in/first-proof';
import { isSurelyOurs } from '../same-origin';
import { sessionOf } from '../session';
import type { Provider } from '../sign-in/oidc/provider';
import { hasPasskeys } from '../sign-in/passkeys/place';
import { isByPasskey, passkeySecond, proofByPasskey } from '../sign-in/passkeys/prove';
import { closeSession, openSession } from '../sign-in/open';
import { owesSecondFactor } from '../sign-in/owed-factor';
import { firstProofField, firstProofOf, needsSecond, provenSecond } from '../sign-in/second-step';
import { askForSecond } from './ask-for-second';
import { PASSKEYS, SESSION } from './assets';
import { DROPS_DRAFTS, forgetDrafts } from './drafts';
import { checkForm, formField } from './csrf';
import type { Guarded } from './guard';
import { localPath } from './local-path';
import { afterSignOut } from './oidc-pages';
import { hrefToConfirm } from './prove-again';
import { type PageDeps, queryText, type Reader, readerOf, sendPage, shellFor } from './reader';
import { providerLink, providerRefusal, refusedBy, type Refusal, saidOf, SIGN_IN_STATUS, statusOf } from './sign-in-status'; // prettier-ignore
import { unlessRefused } from './unless-refused';

/** Sign-in makes a session of its own and ends the one before; sign-out ends that session only. */
export function sessionRoutes(deps: PageDeps, { visitor }: Guarded, provider: Provider | null): Router {
  const router = Router();
  router.get(
    '/sign-in',
    visitor(async (req, res, reader) => {
      const next = localPath(queryText(req, 'next'));
      const held = reader.person && (await sessionOf(req, deps));
      // What is behind a mailed link leads back here as long as the session is good for nothing else.
      if (held) return res.redirect(303, (await owesSecondFactor(deps, held)) ? '/security' : next);
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
      forgetDrafts(res, deps.config);
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
  readonly refusal: Refusal | null;
  readonly refused?: OidcReason | null;
  readonly email: string;
  readonly byToken: boolean;
}

function showForm(res: Response, { deps, reader, refused: reason = null, refusal, ...form }: Form): void {
  const said = saidOf(refusal);
  const failed = said.refusal ? SIGN_IN_STATUS[said.refusal] : said.passkeyRefused ? 401 : 200;
  const status = refusal === null && reason !== null ? statusOf(reason) : failed;
  const provider = providerLink(deps, `/sign-in/oidc?next=${encodeURIComponent(form.next)}`);
  const passwords = (deps.config.passwords ?? 'everybody') !== 'nobody';
  const script = hasPasskeys(deps) ? PASSKEYS.href : null;
  // Here it drops what was kept for whoever has signed out.
  const shell = shellFor(reader, deps, { drafts: DROPS_DRAFTS, sessionHref: SESSION.href, script });
  const data = { shell, ...form, ...said, provider, refused: providerRefusal(reason), passwords };
  sendPage(res, reader, { name: 'sign-in', status, data });
}

async function signIn(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const late = isLate(visit);
  const next = localPath(formField(req, 'next'));
  const typed = { email: formField(req, 'email'), byToken: formField(req, 'token') !== '' };
  const refuse = (refusal: Refusal): void =>
    showForm(res, { deps, reader: readerOf(req, null), next, refusal, ...typed });
  if (formField(req, 'proved')) return secondStep(visit, { next, refuse, late });
  await unlessRefused(res, refuse, async () => {
    const proof = await (isByPasskey(req) ? proofByPasskey : proofOf)(deps, req);
    if (proof === null) return refuse('unknown');
    if (await needsSecond(deps, proof))
      return askForSecond(res, { deps, reader, userId: proof.userId, proved: firstProofField(deps, proof), next, refusal: null }); // prettier-ignore
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
  readonly refuse: (refusal: Refusal) => void;
  readonly late: boolean;
}

/** A passkey, the code of the app, or one for the day on which it is lost, after the password or token. */
async function secondStep({ deps, req, res, reader }: Visit, { next, refuse, late }: Second): Promise<void> {
  const brought = late ? null : await firstProofOf(deps, req);
  // Whoever is signed in has the form for visitors no more: they begin again where they were asked.
  if (brought === null) return reader.person ? res.redirect(303, hrefToConfirm(next, 'too-late')) : refuse('too-late');
  const { proof, again, field: proved } = brought;
  const { userId } = proof;
  const askAgain = (refusal: Refusal) => askForSecond(res, { deps, reader, userId, proved, next, refusal });
  await unlessRefused(res, askAgain, async () => {
    const isShown = isByPasskey(req) ? passkeySecond(deps, req, { userId, proved }) : provenSecond(deps, req, userId);
    if (!(await isShown)) return askAgain('code');
    await openSession({ req, res }, deps, { ...proof, second: true, again: again !== null });
    res.redirect(303, next);
  });
}
