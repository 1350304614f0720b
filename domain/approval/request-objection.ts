import type { Refusal } from '../errors';
import { copiedIds } from './copies';
import { isCooling } from './cooling-off';
import type { Actor, RequestAct } from './events';
import { type Attempt, FROZEN, hasReason, refuse } from './refusal';
import { reportObjection } from './report-objection';
import { activeTasks, isFrozen, type RequestState, type Task } from './state';

/** Whether a person may do something to a request as a whole now; null is yes. */
export function requestObjection(state: RequestState, act: RequestAct, { actor, now }: Attempt): Refusal | null {
  return who(state, act, actor) ?? when(state, act) ?? reportObjection(state, act, actor) ?? how(state, act, now);
}

/** Whether a person has a say in a request: who asked, who is or was asked in this round, and who is in copy. */
export const hasPart = (state: RequestState, personId: string): boolean =>
  personId === state.requesterId ||
  copiedIds(state).includes(personId) ||
  state.tasks.some(({ assigneeId }) => assigneeId === personId);

function who(state: RequestState, { action }: RequestAct, actor: Actor): Refusal | null {
  const requester = actor.id === state.requesterId;
  const partner = hasPart(state, actor.id);
  const may = {
    withdraw: requester,
    resubmit: requester,
    urge: requester,
    terminate: actor.admin,
    comment: partner || actor.admin,
    report: partner || actor.admin,
    confirm: actor.admin,
    annul: actor.admin,
    supersede: actor.channel === 'workflow',
  };
  return may[action] ? null : refuse('FORBIDDEN', 'Your part in this request does not allow this.');
}

function when(state: RequestState, { action }: RequestAct): Refusal | null {
  const { status } = state;
  if (action === 'resubmit') {
    if (status === 'draft' || status === 'withdrawn') return null;
    return status === 'pending'
      ? refuse('STATE_CONFLICT', 'The request is being decided.')
      : refuse('REQUEST_CLOSED', `The request is ${status}.`);
  }
  const onDraft = action === 'withdraw' || action === 'terminate' || action === 'supersede' || action === 'comment';
  if (status !== 'pending' && !(status === 'draft' && onDraft))
    return refuse('REQUEST_CLOSED', `The request is ${status}.`);
  return isFrozen(state) && (action === 'withdraw' || action === 'urge') ? FROZEN : null;
}

const URGE_GAP_MS = 3_600_000;

/** Open tasks that have not been urged within the last hour. */
export const urgeable = (state: RequestState, now: number): readonly Task[] =>
  activeTasks(state).filter(({ urgedAt }) => urgedAt === null || now - urgedAt >= URGE_GAP_MS);

const REASONED: readonly RequestAct['action'][] = ['terminate', 'comment', 'confirm', 'annul'];

function how(state: RequestState, { action, comment }: RequestAct, now: number): Refusal | null {
  if (REASONED.includes(action) && !hasReason(comment))
    return refuse('COMMENT_REQUIRED', 'Please write at least two characters.', [
      { path: 'comment', message: 'is required' },
    ]);
  if (action === 'urge' && isCooling(state))
    return refuse(
      'STATE_CONFLICT',
      'Everybody has approved; the approval takes effect when its cooling-off has passed.',
    );
  if (action === 'urge' && urgeable(state, now).length === 0)
    return refuse('TOO_MANY_REQUESTS', 'Everybody concerned has been urged within the last hour.');
  return action === 'withdraw' ? withdrawObjection(state) : null;
}

function withdrawObjection(state: RequestState): Refusal | null {
  const rule = state.policy?.settings.withdraw ?? 'untilFinal';
  const decided = state.tasks.some(({ decision }) => decision !== null);
  if (rule === 'never') return refuse('STATE_CONFLICT', 'This policy does not let requests be taken back.');
  if (rule === 'untilFirstDecision' && decided)
    return refuse('STATE_CONFLICT', 'Somebody has decided already, so the request can no longer be taken back.');
  return null;
}
