import { type Request, type Response, Router } from 'express';
import { DomainError } from '../../domain/errors';
import type { OidcReason } from '../../domain/people/oidc-refusal';
import type { HeldSession } from '../../db/stores/sessions';
import { sessionOf } from '../session';
import { takeFlow, type Flow } from '../sign-in/oidc/flow';
import type { Provider } from '../sign-in/oidc/provider';
import { OidcRefusal } from '../sign-in/oidc/refusal';
import { beginVisit, CALLBACK, endVisit, type Shown } from '../sign-in/oidc/visits';
import { openSession } from '../sign-in/open';
import { firstProofField, needsSecond } from '../sign-in/second-step';
import { askForSecond } from './ask-for-second';
import type { Guarded, SignedIn } from './guard';
import { localPath } from './local-path';
import { type PageDeps, queryText, type Reader, sendPage, shellFor } from './reader';

/**
 * The way to the organisation's own sign-in and back. It begins with a link and not with a form: pages may send forms to
 * themselves only, and browsers hold a form's redirects to that as well.
 */
export function oidcPages(deps: PageDeps, { visitor, settingUp }: Guarded, provider: Provider | null): Router {
  const to =
    <R extends Reader>(handle: (visit: Visit, reader: R) => unknown) =>
    (req: Request, res: Response, reader: R): unknown =>
      provider ? handle({ deps, provider, req, res }, reader) : res.redirect(303, '/sign-in');
  const router = Router();
  router.get('/sign-in/oidc', visitor(to(signIn)));
  router.get(
    '/confirm/oidc',
    settingUp(to<SignedIn>((visit, { session }) => begin(visit, { next: nextOf(visit), again: session.id }))),
  );
  router.get(CALLBACK, visitor(to(comeBack)));
  router.get('/signed-out', visitor(to(signedOut)));
  return router;
}

interface Visit {
  readonly deps: PageDeps;
  readonly provider: Provider;
  readonly req: Request;
  readonly res: Response;
}

const nextOf = ({ req }: Visit): string => localPath(queryText(req, 'next'));

function signIn(visit: Visit, { person }: Reader): unknown {
  const next = nextOf(visit);
  return person ? visit.res.redirect(303, next) : begin(visit, { next, again: null });
}

async function begin(visit: Visit, wish: Pick<Flow, 'next' | 'again'>): Promise<void> {
  const { deps, provider, req, res } = visit;
  // Another site may lead here, and not begin a visit in somebody's place: it would take the place of one of theirs.
  if (req.method !== 'GET' || isForeign(req)) return res.redirect(303, formOf(wish, null));
  await unlessRefused(visit, wish, async () => res.redirect(303, await beginVisit(deps, visit, { provider, ...wish })));
}

const isForeign = ({ headers }: Request): boolean =>
  ['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']));

async function comeBack(visit: Visit, reader: Reader): Promise<void> {
  const { deps, provider, req, res } = visit;
  // Whoever looks only must not use up what the browser brings.
  if (req.method !== 'GET') throw new DomainError('METHOD_NOT_ALLOWED', 'Only a browser comes back here.');
  const { flow, isAnswered } = takeFlow(req, res, { ...deps, state: queryText(req, 'state') });
  const held = await sessionOf(req, deps);
  const wish = { next: flow?.next ?? '/inbox', again: flow?.again ?? null };
  await unlessRefused(visit, wish, async () => {
    const shown = await endVisit(deps, req, { provider, flow: isAnswered ? flow : null, held });
    if (shown) await goOn(visit, { shown, wish, reader });
  });
}

interface Coming {
  readonly shown: Shown;
  readonly wish: Pick<Flow, 'next' | 'again'>;
  readonly reader: Reader;
}

async function goOn({ deps, req, res }: Visit, { shown, wish: { next, again }, reader }: Coming): Promise<void> {
  if (await needsSecond(deps, shown))
    return askForSecond(res, { deps, reader, userId: shown.userId, proved: firstProofField(deps, shown, again), next, refusal: null }); // prettier-ignore
  await openSession({ req, res }, deps, { ...shown, again: again !== null });
  res.redirect(303, next);
}

/** What is refused is said on the page where the visit began: nothing of the provider's answer stays in the address. */
async function unlessRefused(
  { deps, res }: Visit,
  wish: Pick<Flow, 'next' | 'again'>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OidcRefusal)) throw error;
    deps.log.warn({ reason: error.reason, why: error.why }, 'sign-in of the organisation refused');
    res.redirect(303, formOf(wish, error.reason));
  }
}

function formOf({ next, again }: Pick<Flow, 'next' | 'again'>, reason: OidcReason | null): string {
  const query = new URLSearchParams({ ...(reason !== null && { refused: reason }), next });
  return `${again === null ? '/sign-in' : '/confirm'}?${query.toString()}`;
}

async function signedOut(visit: Visit, reader: Reader): Promise<void> {
  const href = reader.person ? null : await goodbye(visit);
  if (href === null) return visit.res.redirect(303, '/sign-in');
  sendPage(visit.res, reader, { name: 'signed-out', data: { shell: shellFor(reader, visit.deps), href } });
}

/** Where to sign out of the provider, too; null where it offers nothing or cannot be asked. */
async function goodbye({ deps, provider }: Visit): Promise<string | null> {
  try {
    return await provider.endSessionUrl(`${deps.config.publicUrl}/sign-in`);
  } catch (error) {
    if (!(error instanceof OidcRefusal)) throw error;
    return null;
  }
}

/** Where somebody who signs out goes on to: from a session of the provider's, to where it can be ended there, too. */
export const afterSignOut = (held: HeldSession | null, provider: Provider | null): string =>
  provider !== null && held?.session.method === 'oidc' ? '/signed-out' : '/sign-in';
