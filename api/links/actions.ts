import { v7 as uuidv7 } from 'uuid';
import { issueCode } from '../../db/stores/link-codes';
import { takeUse, USES_PER_HOUR } from '../../db/stores/link-uses';
import { reportDecision } from '../reports';
import type { DecisionView } from '../pages/decision-view';
import { decideByLink } from './decide';
import { findLink } from './find';
import { isMisuse } from './form';
import { isFreshForm } from './form-token';
import { withinLimit } from './limit';
import { startNotice } from './notices';
import { judge, judgeSent } from './situation';
import { noteLinkEvent } from './trail';
import { expiredView, reportView, viewOf } from './view';
import { type Attempt, attemptOf, FRESH, type Use } from './visit';

export type Handle = (use: Use) => Promise<DecisionView>;

export const show: Handle = (use) => showAs(use, FRESH);

const showAs = async ({ services, visit, now }: Use, attempt: Attempt): Promise<DecisionView> =>
  viewOf(services, visit, { situation: await judge(services, visit, now), attempt });

/** The same link judged by what the records say now. */
async function again(use: Use, attempt: Attempt): Promise<DecisionView> {
  const link = await findLink(use, use.visit.token);
  return showAs(link ? { ...use, visit: { ...use.visit, link } } : use, attempt);
}

export const decide: Handle = async (use) => {
  const { services, visit, now } = use;
  const attempt = attemptOf(use.req);
  const situation = await judgeSent(services, visit, now);
  if (situation.kind !== 'open') return afterTheFact(use, attempt);
  if (visit.other) return showAs(use, { ...attempt, refusal: 'NOT_ASSIGNEE' });
  const refusal = await decideByLink(use, attempt, situation.changed);
  if (refusal?.refusal === 'LINK_EXPIRED') return expiredView(services, visit);
  if (refusal !== null) return refused(use, { ...attempt, ...refusal });
  const view = await again(use, attempt);
  if (view.kind !== 'recorded') return view;
  await confirm(use, view);
  return { ...view, state: 'new' };
};

/** Somebody sends a decision where none is to be made any more. */
async function afterTheFact(use: Use, attempt: Attempt): Promise<DecisionView> {
  const view = await showAs(use, attempt);
  if (view.kind === 'recorded' && use.visit.link.found.task.channel === 'email') await confirm(use, view);
  if (view.kind === 'conflict' || view.kind === 'closed' || view.kind === 'revoked')
    await noteLinkEvent(use, {
      type: 'link.refused',
      key: `${view.kind}:${attempt.chosen ?? ''}`,
      payload: { reason: view.kind, choice: attempt.chosen },
    });
  return view;
}

async function refused(use: Use, attempt: Attempt): Promise<DecisionView> {
  const view = await again(use, attempt);
  if (view.kind !== 'refused' || attempt.refusal === null || !isMisuse(attempt.refusal)) return view;
  return (await isLockedNow(use)) ? show(use) : view;
}

/** Counts a refused form; at the tenth within an hour the link is locked, and its person is told. */
async function isLockedNow(use: Use): Promise<boolean> {
  const { services, visit, now } = use;
  if (visit.signedIn) return false;
  const taskId = visit.link.found.task.id;
  const { uses, since } = await takeUse(services.db, { taskId, kind: 'refused', now });
  if (uses < USES_PER_HOUR.refused) return false;
  await startNotice(services.gateway, { kind: 'link-locked', id: `${taskId}-${since}`, taskId, now });
  await noteLinkEvent(use, { type: 'link.locked', key: String(since) });
  return true;
}

/** Tells the person by mail what was recorded in their name. The decision stands whether or not this succeeds. */
async function confirm(use: Use, { at, decision }: Extract<DecisionView, { kind: 'recorded' }>): Promise<void> {
  const { services, visit, now } = use;
  const taskId = visit.link.found.task.id;
  try {
    await noteLinkEvent(use, { type: 'link.decided', key: String(at), payload: { decision } });
    await startNotice(services.gateway, { kind: 'decided', id: `${taskId}-${at ?? now}`, taskId, now });
  } catch (error) {
    services.log.warn({ taskId, err: error }, 'a decision through a link was recorded, but not confirmed by mail');
  }
}

/** A fresh link goes to the address on file, never to the visitor. */
export const renew: Handle = async (use) => {
  const { services, visit, now, req } = use;
  const { kind } = await judge(services, visit, now);
  // What the approval has called expired is still open by a clock that is slow.
  if (!['expired', 'open'].includes(kind) || !isFreshForm(req, services, visit.token)) return show(use);
  const taskId = visit.link.found.task.id;
  const { done, until } = await withinLimit(services.db, { taskId, kind: 'new-link', now }, () =>
    startNotice(services.gateway, { kind: 'new-link', id: `${taskId}-${uuidv7()}`, taskId, now }),
  );
  return done ? { kind: 'renewed' } : { kind: 'renewed-often', until };
};

export const sendCode: Handle = async (use) => {
  const { services, visit, now, req } = use;
  const { task, stepUp } = visit.link.found;
  if ((await judge(services, visit, now)).kind !== 'open' || !stepUp) return show(use);
  // What was entered so far stays in the form.
  const attempt = attemptOf(req);
  if (!isFreshForm(req, services, visit.token)) return showAs(use, { ...attempt, refusal: 'FORM_REFUSED' });
  const { done } = await withinLimit(services.db, { taskId: task.id, kind: 'code', now }, async () => {
    const id = uuidv7();
    await issueCode(services.db, { id, taskId: task.id, now });
    await startNotice(services.gateway, { kind: 'code', id, taskId: task.id, now });
  });
  return showAs(use, { ...attempt, refusal: done ? null : 'TOO_MANY_REQUESTS' });
};

/** Signing in takes the place of the mailed code; whoever is signed in as somebody else may not go on. */
export const signIn: Handle = async (use) => {
  const { token, signedIn, signedInLongAgo, other } = use.visit;
  if (other) return showAs(use, { ...FRESH, refusal: 'NOT_ASSIGNEE' });
  const link = `/a/${token}`;
  if (signedIn) return { kind: 'signed-in', link };
  return { kind: signedInLongAgo ? 'confirm' : 'sign-in', link };
};

export const showReport: Handle = (use) =>
  use.visit.link.found.task.decision === null || !use.visit.link.sameAddress
    ? show(use)
    : reportView(use.services, use.visit);

/** "It was not me": the request is frozen, or, when it has ended, the administrators are told of it. */
export const report: Handle = async (use) => {
  const { services, visit, now, req } = use;
  const { task } = visit.link.found;
  if (task.decision === null || !visit.link.sameAddress || !isFreshForm(req, services, visit.token))
    return showReport(use);
  const key = String(task.decided_at?.getTime() ?? '');
  await noteLinkEvent(use, { type: 'link.reported', key, payload: { decision: task.decision } });
  const actor = visit.link.found.recipient;
  const requestId = task.request_id;
  const outcome = await reportDecision(services, { actor, channel: 'email', requestId, taskId: task.id, now });
  return { kind: 'reported', outcome };
};
