import { type Request, type Response, Router } from 'express';
import { findPassword } from '../../db/stores/passwords';
import { hasSecondFactor } from '../../db/stores/second-factors';
import type { SignInRefusal } from '../../templates/security-page-data';
import { sessionRulesOf } from '../session';
import { provenAgain } from '../sign-in/first-proof';
import { openSession } from '../sign-in/open';
import { needsSecond, provenSecond } from '../sign-in/second-step';
import { formField } from './csrf';
import type { Guarded, SignedIn } from './guard';
import { localPath } from './local-path';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { unlessBusy } from './unless-busy';

/** Somebody who is signed in shows once more who they are, before something grave. */
export function confirmPage(deps: PageDeps, { signedIn }: Guarded): Router {
  const router = Router();
  router.get(
    '/confirm',
    signedIn((req, res, reader) =>
      show({ deps, req, res, reader }, { next: localPath(queryText(req, 'next')), refusal: null }),
    ),
  );
  router.post(
    '/confirm',
    signedIn((req, res, reader) => confirm({ deps, req, res, reader })),
  );
  return router;
}

interface Visit {
  readonly deps: PageDeps;
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

interface Shown {
  readonly next: string;
  readonly refusal: SignInRefusal | null;
}
/** Whoever sees this is signed in, so that a wrong proof is a fault of the form. */
const STATUS = { unknown: 422, code: 422, 'too-late': 422, busy: 429 } as const satisfies Record<SignInRefusal, number>;

async function show({ deps, res, reader }: Visit, { next, refusal }: Shown): Promise<void> {
  const minutes = Math.round(sessionRulesOf(deps.config).freshMs / 60_000);
  const status = refusal === null ? 200 : STATUS[refusal];
  const hasPassword = (await findPassword(deps.db, reader.person.id)) !== null;
  const needsCode = await hasSecondFactor(deps.db, reader.person.id);
  const data = { shell: shellFor(reader, deps), next, refusal, minutes, hasPassword, needsCode };
  sendPage(res, reader, { name: 'confirm', status, data });
}

async function confirm(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const next = localPath(formField(req, 'next'));
  const userId = reader.person.id;
  const refuse = (refusal: SignInRefusal): Promise<void> => show(visit, { next, refusal });
  await unlessBusy(res, refuse, async () => {
    const proof = await provenAgain(deps, req, { userId, email: reader.person.email });
    if (!proof) return refuse('unknown');
    const second = await needsSecond(deps, proof);
    if (second && !(await provenSecond(deps, req, userId))) return refuse('code');
    await openSession({ req, res }, deps, { ...proof, second, again: true });
    res.redirect(303, next);
  });
}
