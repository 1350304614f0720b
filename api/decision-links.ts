import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { linkTask } from '../db/read/link-task';
import { issueCode } from '../db/stores/link-codes';
import { DomainError } from '../domain/errors';
import { createLinks, type Links, parseLink } from '../links';
import type { Choice } from '../templates/page-data';
import { decideByLink } from './links/decide';
import { type GenuineLink, genuineLink, situationOf } from './links/situation';
import { Throttle } from './links/throttle';
import { type Attempt, FRESH, type Visit, viewOf } from './links/view';
import { type DecisionView, sendDecisionPage } from './pages/decision-view';
import { formField, isSameOrigin } from './pages/csrf';
import { type Reader, readerOf } from './pages/reader';
import { toDomainError } from './problems';
import type { Services } from './services';
import { callerOf } from './session';

const INVALID_PER_MINUTE = 30;
const NEW_LINK_EVERY_MS = 20 * 60_000;
const CHOICES: readonly Choice[] = ['approve', 'reject', 'send-back', 'abstain'];

/** Mailed decision links: GET and HEAD show and never change anything; POST decides when a choice was made. */
export function decisionLinks(services: Services): Router {
  const links = createLinks(services.config.secrets, services.config.publicUrl);
  const parts: Parts = { services, links, throttle: new Throttle(INVALID_PER_MINUTE) };
  const router = Router({ caseSensitive: true });
  const on = (handle: Handle) => (req: Request, res: Response) => answer(parts, { req, res, handle });
  router.get('/a/:token', on(show));
  router.post('/a/:token', on(decide));
  router.post('/a/:token/renew', on(renew));
  router.post('/a/:token/code', on(sendCode));
  return router;
}

interface Parts {
  readonly services: Services;
  readonly links: Links;
  readonly throttle: Throttle;
}

type Handle = (use: Use) => Promise<DecisionView>;

interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly handle: Handle;
}

/** One genuine link being used. */
interface Use {
  readonly services: Services;
  readonly links: Links;
  readonly req: Request;
  readonly visit: Visit;
  readonly now: number;
}

async function answer(parts: Parts, { req, res, handle }: Exchange): Promise<void> {
  const { services, throttle, links } = parts;
  const now = services.clock();
  const sender = req.ip ?? '';
  const send = (view: DecisionView, reader: Reader): void => sendDecisionPage(res, view, { reader, deps: services });
  const stranger = readerOf(req, null);
  if (throttle.isBlocked(sender, now)) return send({ kind: 'busy' }, stranger);
  const link = await findLink(parts, String(req.params['token'])).catch(awayOrThrow);
  if (link === 'away') return send({ kind: 'away' }, stranger);
  if (!link) {
    throttle.fail(sender, now);
    return send({ kind: 'not-found' }, stranger);
  }
  if (req.method === 'POST') checkPost(req, services);
  const { recipient } = link.found;
  const caller = await callerOf(req, services);
  const visit: Visit = {
    link,
    path: `/a/${String(req.params['token'])}`,
    signedIn: caller?.person.id === recipient.id,
  };
  const view = await handle({ services, links, req, visit, now });
  send(view, { ...readerOf(req, recipient), person: null, subject: 'visitor' });
}

async function findLink(
  { services, links }: Pick<Parts, 'services' | 'links'>,
  token: string,
): Promise<GenuineLink | null> {
  const parsed = parseLink(token);
  return parsed && genuineLink(links, token, await linkTask(services.db, parsed.taskId));
}

/** PostgreSQL may be away for a moment: nothing is lost, the link still works afterwards. */
function awayOrThrow(error: unknown): 'away' {
  if (toDomainError(error).code === 'UNAVAILABLE') return 'away';
  throw error;
}

function checkPost(req: Request, { config }: Services): void {
  const hasBody = Number(req.headers['content-length'] ?? 0) > 0;
  if (hasBody && !req.is('application/x-www-form-urlencoded'))
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE', 'A decision is sent as a form.');
  if (!isSameOrigin(req, config.publicUrl)) throw new DomainError('FORM_REFUSED', 'The form came from another site.');
}

const show: Handle = (use) => showAs(use, FRESH);

const showAs = ({ services, visit, now }: Use, attempt: Attempt): Promise<DecisionView> =>
  viewOf(services, visit, { situation: situationOf(visit.link, now), attempt });

/** The same link judged by what the records say now. */
async function again(use: Use, attempt: Attempt): Promise<DecisionView> {
  const link = await findLink(use, String(use.req.params['token']));
  return showAs(link ? { ...use, visit: { ...use.visit, link } } : use, attempt);
}

async function decide(use: Use): Promise<DecisionView> {
  const { services, links, req, visit, now } = use;
  const chosen = CHOICES.find((choice) => choice === formField(req, 'decision')) ?? null;
  const attempt: Attempt = { refusal: null, chosen, comment: formField(req, 'comment') };
  const situation = situationOf(visit.link, now);
  if (situation.kind !== 'open') return showAs(use, attempt);
  const outcome = await decideByLink(services, { visit, links, changed: situation.changed, chosen, req, now });
  switch (outcome.kind) {
    case 'away':
      return { kind: 'away' };
    case 'refused':
      return again(use, { ...attempt, refusal: outcome.code });
    case 'moved-on':
      return again(use, attempt);
    case 'recorded': {
      const view = await again(use, attempt);
      return view.kind === 'recorded' ? { ...view, already: false } : view;
    }
  }
}

/** A fresh link goes to the address on file, never to the visitor, and at most three times an hour. */
async function renew(use: Use): Promise<DecisionView> {
  const { services, visit, now } = use;
  if (situationOf(visit.link, now).kind !== 'expired') return show(use);
  const { task } = visit.link.found;
  const slot = Math.floor(now / NEW_LINK_EVERY_MS);
  const order = { kind: 'new-link', id: `${task.id}:${slot}`, taskId: task.id, now };
  const id = `notice-new-link-${task.id}-${slot}`;
  await services.gateway.start({ workflow: 'noticeWorkflow', id, args: [order], summary: 'A new decision link' });
  return { kind: 'renewed' };
}

async function sendCode(use: Use): Promise<DecisionView> {
  const { services, visit, now } = use;
  const { task, stepUp } = visit.link.found;
  if (situationOf(visit.link, now).kind !== 'open' || !stepUp) return show(use);
  const id = uuidv7();
  const issued = await issueCode(services.db, { id, taskId: task.id, now });
  if (issued === 'too-many') return showAs(use, { ...FRESH, refusal: 'TOO_MANY_REQUESTS' });
  const args = [{ kind: 'code', id, taskId: task.id, now }];
  await services.gateway.start({ workflow: 'noticeWorkflow', id: `notice-${id}`, args, summary: 'A one-time code' });
  return show(use);
}
