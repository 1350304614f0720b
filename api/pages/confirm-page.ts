import { type Request, type Response, Router } from 'express';
import { findIdentity } from '../../db/stores/identities';
import { findPassword } from '../../db/stores/passwords';
import type { OidcReason } from '../../domain/people/oidc-refusal';
import type { ProviderLink, SignInRefusal } from '../../templates/security-page-data';
import { sessionRulesOf } from '../session';
import { factorsOf } from '../sign-in/factors';
import { provenAgain } from '../sign-in/first-proof';
import { mayHavePassword } from '../sign-in/password';
import { openSession } from '../sign-in/open';
import { isByPasskey, passkeyAgain } from '../sign-in/passkeys/prove';
import { needsSecond, provenSecond } from '../sign-in/second-step';
import { PASSKEYS } from './assets';
import { formField } from './csrf';
import type { Guarded, SignedIn } from './guard';
import { localPath } from './local-path';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { providerLink, providerRefusal, refusedBy, type Refusal, saidOf } from './sign-in-status';
import { unlessRefused } from './unless-refused';

/** Somebody who is signed in shows once more who they are, before something grave. */
export function confirmPage(deps: PageDeps, { settingUp }: Guarded): Router {
  const router = Router();
  router.get(
    '/confirm',
    settingUp((req, res, reader) => {
      const refused = queryText(req, 'refused');
      const refusal = refused === 'too-late' ? refused : null;
      const next = localPath(queryText(req, 'next'));
      return show({ deps, req, res, reader }, { next, refusal, refused: refusedBy(refused) });
    }),
  );
  router.post(
    '/confirm',
    settingUp((req, res, reader) => confirm({ deps, req, res, reader })),
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
  readonly refusal: Refusal | null;
  readonly refused?: OidcReason | null;
}
/** Whoever sees this is signed in, so that a wrong proof is a fault of the form. */
const STATUS = { unknown: 422, code: 422, 'too-late': 422, busy: 429 } as const satisfies Record<SignInRefusal, number>;

async function show({ deps, res, reader }: Visit, { next, refusal, refused: reason = null }: Shown): Promise<void> {
  const minutes = Math.round(sessionRulesOf(deps.config).freshMs / 60_000);
  const failed = typeof refusal === 'string' ? STATUS[refusal] : 422;
  const status = refusal === null && reason === null ? 200 : failed;
  const hasPassword = mayHavePassword(deps, reader.person) && (await findPassword(deps.db, reader.person.id)) !== null;
  const { app, passkey } = await factorsOf(deps, reader.person);
  const provider = await providerOf(deps, reader, next);
  const refused = providerRefusal(reason);
  const shell = shellFor(reader, deps, { script: passkey ? PASSKEYS.href : null });
  const said = { ...saidOf(refusal), provider, refused };
  const data = { shell, next, ...said, minutes, hasPassword, needsCode: app || passkey };
  sendPage(res, reader, { name: 'confirm', status, data });
}

/** The organisation's sign-in, where it knows the person. */
async function providerOf(deps: PageDeps, { person }: SignedIn, next: string): Promise<ProviderLink | null> {
  const { oidc } = deps.config;
  const isKnown = oidc !== undefined && (await findIdentity(deps.db, person.id, oidc.issuer)) !== null;
  return isKnown ? providerLink(deps, `/confirm/oidc?next=${encodeURIComponent(next)}`) : null;
}

async function confirm(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const next = localPath(formField(req, 'next'));
  const userId = reader.person.id;
  const refuse = (refusal: Refusal): Promise<void> => show(visit, { next, refusal });
  await unlessRefused(res, refuse, async () => {
    const whose = { userId, sessionId: reader.session.id };
    const proof = await (isByPasskey(req) ? passkeyAgain(deps, req, whose) : provenAgain(deps, req, reader.person));
    if (!proof) return refuse('unknown');
    const second = await needsSecond(deps, proof);
    if (second && !(await provenSecond(deps, req, userId))) return refuse('code');
    await openSession({ req, res }, deps, { ...proof, second, again: true });
    res.redirect(303, next);
  });
}
