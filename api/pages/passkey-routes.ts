import { type Request, type Response, Router } from 'express';
import { DomainError } from '../../domain/errors';
import { countTry, TRIES } from '../../db/stores/sign-in-tries';
import { TooManyRequests } from '../problems';
import { checkFresh } from '../session';
import { networkOf } from '../sign-in/address';
import { askToMake, askToShow } from '../sign-in/passkeys/ask';
import { keptBrowserSecret } from '../sign-in/passkeys/browser-secret';
import { hasPasskeys, mayHavePasskey } from '../sign-in/passkeys/place';
import { firstProofOf } from '../sign-in/second-step';
import { checkForm, formField } from './csrf';
import type { Guarded, SignedIn } from './guard';
import type { PageDeps, Reader } from './reader';

/** What browsers are asked so that a passkey answers. Asking is a form by itself: only looking at a page keeps nothing. */
export function passkeyRoutes(deps: PageDeps, { visitor, settingUp }: Guarded): Router {
  const router = Router();
  router.post(
    '/sign-in/passkey',
    visitor(async (req, res, reader) => res.json(await askVisitor({ deps, req, res, reader }))),
  );
  router.post(
    '/confirm/passkey',
    settingUp(async (_req, res, { person, session }) => {
      checkOffered(mayHavePasskey(deps, person));
      res.json(await askToShow(deps, { purpose: 'confirm', boundTo: session.id, userId: person.id }));
    }),
  );
  router.post(
    '/security/passkey',
    settingUp(async (_req, res, reader) => res.json(await askOwner(deps, reader))),
  );
  return router;
}

function checkOffered(isOffered: boolean): void {
  if (!isOffered) throw new DomainError('NOT_FOUND', 'Nobody signs in with a passkey here.');
}

function askOwner(deps: PageDeps, { person, session }: SignedIn) {
  checkOffered(mayHavePasskey(deps, person));
  checkFresh(session, deps);
  return askToMake(deps, person, session.id);
}

interface Visit {
  readonly deps: PageDeps;
  readonly req: Request;
  readonly res: Response;
  readonly reader: Reader;
}

/** With a first proof its person is asked, without one whoever it may be. */
async function askVisitor({ deps, req, res, reader }: Visit) {
  checkForm(req, deps, reader.subject);
  checkOffered(hasPasskeys(deps));
  await checkPace(deps, req);
  if (!formField(req, 'proved'))
    return askToShow(deps, { purpose: 'sign-in', boundTo: keptBrowserSecret(req, res, deps), userId: null });
  const brought = await firstProofOf(deps, req);
  if (!brought) throw new DomainError('FORM_REFUSED', 'The first proof holds no more.');
  const { field, proof } = brought;
  return askToShow(deps, { purpose: 'second-step', boundTo: field, userId: proof.userId });
}

/** Each question is kept until it is answered: nobody may have us keep ever more of them. */
async function checkPace({ db, clock }: PageDeps, req: Request): Promise<void> {
  const now = clock();
  const { tries, until } = await countTry(db, { kind: 'challenge', name: networkOf(req) }, now);
  if (tries > TRIES.challenge)
    throw new TooManyRequests('There were too many tries to sign in.', Math.ceil((until - now) / 1_000));
}
