import { type Request, type Response, Router } from 'express';
import { isFresh } from '../domain/people/session-rules';
import { isWithin } from '../domain/people/token-scopes';
import { createLinks } from '../links';
import { decide, type Handle, renew, report, sendCode, show, showReport, signIn } from './links/actions';
import { findLink, type LinkParts } from './links/find';
import { checkPost } from './links/form-token';
import { inEvenTime } from './links/even-time';
import { strangerOf, undecodable } from './links/stranger';
import { Throttle } from './links/throttle';
import type { Visit } from './links/visit';
import { type DecisionView, sendDecisionPage } from './pages/decision-view';
import { formField } from './pages/csrf';
import { type Reader, readerOf, rememberLanguage } from './pages/reader';
import type { Services } from './services';
import { networkOf } from './sign-in/address';
import { callerOf, sessionRulesOf } from './session';

const INVALID_PER_MINUTE = 30;
const READINGS_PER_MINUTE = 60;

/** Mailed decision links: GET and HEAD show and never change anything; POST decides when a choice was made. */
export function decisionLinks(services: Services): Router {
  const parts: Parts = {
    services,
    links: createLinks(services.config.secrets, services.config.publicUrl),
    invalid: new Throttle(INVALID_PER_MINUTE),
    readings: new Throttle(READINGS_PER_MINUTE),
  };
  const router = Router({ caseSensitive: true });
  const on = (handle: Handle) => (req: Request, res: Response) => answer(parts, { req, res, handle });
  router.get('/a/:token', on(show));
  router.post('/a/:token', on(decide));
  router.post('/a/:token/renew', on(renew));
  router.post('/a/:token/code', on(sendCode));
  router.get('/a/:token/sign-in', on(signIn));
  router.get('/a/:token/report', on(showReport));
  router.post('/a/:token/report', on(report));
  const unknown = (req: Request, res: Response): void =>
    sendDecisionPage(res, { kind: 'not-found' }, { reader: strangerOf(req), deps: services });
  router.use('/a/', undecodable(unknown));
  return router;
}

interface Parts extends LinkParts {
  /** Links that we did not make, by sender. */
  readonly invalid: Throttle;
  /** Readings by link: mail scanners are noisy. */
  readonly readings: Throttle;
}

interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly handle: Handle;
}

async function answer(parts: Parts, { req, res, handle }: Exchange): Promise<void> {
  const { services, links, invalid } = parts;
  const now = services.clock();
  const token = String(req.params['token']);
  const send = (view: DecisionView, reader: Reader): void => sendDecisionPage(res, view, { reader, deps: services });
  rememberLanguage(req, res, services.config.publicUrl.startsWith('https://'));
  const stranger = strangerOf(req);
  const retryAfter = waitFor(parts, { req, token, now });
  if (retryAfter > 0) return send({ kind: 'busy', retryAfter }, stranger);
  const link = await inEvenTime(() => findLink(parts, token));
  if (!link) {
    invalid.count(networkOf(req), now);
    return send({ kind: 'not-found' }, stranger);
  }
  if (req.method === 'POST') checkPost(req, services);
  const signedIn = await callerOf(req, services);
  const caller = signedIn?.owesFactor ? null : signedIn;
  const { recipient } = link.found;
  const path = `/a/${token}`;
  const isThem = caller?.person.id === recipient.id && isWithin(caller.scopes, 'decide');
  const isLately = !caller?.session || isFresh(caller.session, sessionRulesOf(services.config), now);
  const visit: Visit = {
    link,
    token,
    path,
    signedIn: isThem && isLately,
    signedInLongAgo: isThem && !isLately,
    other: caller?.person.id === recipient.id ? null : (caller?.person ?? null),
  };
  const view = await handle({ services, links, req, visit, now });
  const reader = { ...readerOf(req, recipient), person: null, here: path };
  sendDecisionPage(res, view, { reader, deps: services, typed: formField(req, 'comment') });
}

interface Knock {
  readonly req: Request;
  readonly token: string;
  readonly now: number;
}

/** Seconds to wait before anything is looked up; 0 to go on. */
function waitFor({ invalid, readings }: Parts, { req, token, now }: Knock): number {
  const wait = invalid.wait(networkOf(req), now);
  if (wait > 0 || req.method === 'POST') return wait;
  const noise = readings.wait(token, now);
  readings.count(token, now);
  return noise;
}
