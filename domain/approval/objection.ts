import type { ErrorCode, Issue, Refusal } from '../errors';
import { copiedIds } from './copies';
import type { Act, Actor, RequestAct, TaskAct } from './events';
import { findStep } from './flow';
import { barred } from './people';
import type { Step } from './schema';
import { targetOf } from './send-back';
import { activeTasks, type RequestState, runOf, type StepRun, type Task, tasksOf } from './state';
import type { ReasonCode } from './words';

export interface Attempt {
  readonly actor: Actor;
  readonly now: number;
}

/** The one place that says whether a person may do something to a request now; every channel asks here. Null is yes. */
export function objection(state: RequestState, act: Act, attempt: Attempt): Refusal | null {
  const refusal = act.on === 'task' ? taskObjection(state, act, attempt) : requestObjection(state, act, attempt);
  return refusal ?? filesObjection(state, act);
}

const refuse = (code: ErrorCode, message: string, errors: readonly Issue[] = []): Refusal => ({
  code,
  message,
  errors,
});

function filesObjection(state: RequestState, { attachmentIds = [] }: Act): Refusal | null {
  const used = attachmentIds.filter((id) => state.attachmentIds?.includes(id));
  if (used.length === 0) return null;
  return refuse('INVALID_FIELDS', 'A file goes with one comment or decision only.', [
    { path: 'attachmentIds', message: `${used.join(', ')} has been used already` },
  ]);
}

/** The task a person means: after a transfer the old id leads its new holder to the task in the same seat. */
export function taskFor(state: RequestState, id: string, actorId: string): Task | undefined {
  const named = state.tasks.find((task) => task.id === id);
  if (named?.status !== 'transferred') return named;
  const heir = tasksOf(state, named.runId).find(
    ({ seat, assigneeId, status }) => seat === named.seat && assigneeId === actorId && status !== 'transferred',
  );
  return heir ?? named;
}

function taskObjection(state: RequestState, act: TaskAct, { actor, now }: Attempt): Refusal | null {
  const task = taskFor(state, act.taskId, actor.id);
  if (!task) return refuse('NOT_FOUND', 'There is no such task in this round.');
  if (task.assigneeId !== actor.id || task.status === 'transferred')
    return refuse('NOT_ASSIGNEE', 'This task belongs to somebody else.');
  const run = runOf(state, task);
  const step = run && findStep(state, run.key);
  if (!step) return refuse('NOT_FOUND', 'There is no such task in this round.');
  return (
    closedObjection(state, task, { run, step }) ??
    freshness(state, act, now) ??
    dutyObjection(state, step, actor) ??
    contentObjection(state, act, { task, run, step })
  );
}

interface Place {
  readonly run: StepRun;
  readonly step: Step;
}

const ENDING: readonly (ReasonCode | null)[] = ['WITHDRAWN', 'TERMINATED', 'EXPIRED', 'SUPERSEDED'];

function closedObjection(state: RequestState, task: Task, { run, step }: Place): Refusal | null {
  if (task.status === 'active' && state.status === 'pending') return null;
  const mayChange =
    step.mode === 'all' && step.rejectWaits === true && run.status === 'active' && task.decision !== null;
  if (mayChange && state.status === 'pending') return null;
  if (ENDING.includes(task.reasonCode)) return refuse('REQUEST_CLOSED', `The request is ${state.status}.`);
  return refuse('TASK_CLOSED', closedBy(state, task), closedFacts(state, task));
}

/** The decision that closed a task: its own, or the first one in its step. */
const decider = (state: RequestState, task: Task): Task | undefined =>
  task.decision === null ? tasksOf(state, task.runId).findLast(({ decision }) => decision !== null) : task;

function closedBy(state: RequestState, task: Task): string {
  const by = decider(state, task);
  return by ? `The task has been closed: ${by.decision ?? ''} by ${by.assigneeId}.` : 'The task is no longer needed.';
}

function closedFacts(state: RequestState, task: Task): readonly Issue[] {
  const by = decider(state, task);
  if (!by) return [];
  return [
    { path: 'by', message: by.assigneeId },
    { path: 'at', message: String(by.decidedAt) },
    { path: 'decision', message: by.decision ?? '' },
  ];
}

function freshness(state: RequestState, act: TaskAct, now: number): Refusal | null {
  if (act.linkExpiresAt !== undefined && now >= act.linkExpiresAt)
    return refuse('LINK_EXPIRED', 'The link is older than its time to live.');
  if (act.subjectHash !== undefined && act.subjectHash !== state.subjectHash)
    return refuse('SUBJECT_CHANGED', 'What is decided has changed since you saw it; please review it again.');
  return null;
}

function dutyObjection(state: RequestState, step: Step, actor: Actor): Refusal | null {
  if (!barred(state, step).has(actor.id)) return null;
  return refuse('FORBIDDEN', 'Who made or influenced the request may not decide it.');
}

const REASONED: readonly TaskAct['action'][] = ['reject', 'send-back', 'transfer'];
const hasReason = (comment: string | undefined): boolean => (comment ?? '').replace(/\s/g, '').length >= 2;

function contentObjection(state: RequestState, act: TaskAct, place: Place & { readonly task: Task }): Refusal | null {
  const { step } = place;
  const needsReason = REASONED.includes(act.action) || (act.action === 'approve' && step.requireComment === true);
  if (needsReason && !hasReason(act.comment))
    return refuse('COMMENT_REQUIRED', 'Please give a reason of at least two characters.', [
      { path: 'comment', message: 'is required' },
    ]);
  if (act.action === 'approve' && step.requireSignature && !act.signature)
    return refuse('INVALID_FIELDS', 'This step asks for a signature.', [{ path: 'signature', message: 'is required' }]);
  if (act.action === 'send-back') return returnObjection(state, step, act.target ?? 'START');
  return act.action === 'transfer' ? transferObjection(state, act.toId, place) : null;
}

function returnObjection(state: RequestState, step: Step, target: string): Refusal | null {
  if (targetOf(state, step.key, target) !== null) return null;
  return refuse('TARGET_NOT_REACHABLE', `${target} is not a step approved before this one.`, [
    { path: 'target', message: 'must be START, previous or an approved step before this one' },
  ]);
}

function transferObjection(
  state: RequestState,
  toId: string | undefined,
  { task, step }: Place & { readonly task: Task },
): Refusal | null {
  const wrong = (message: string) =>
    refuse('INVALID_FIELDS', `The task cannot go there: ${message}.`, [{ path: 'userIds', message }]);
  if (toId === undefined) return wrong('name exactly one person');
  if (toId === task.assigneeId) return wrong('the person holds it already');
  const inStep = tasksOf(state, task.runId).some(
    ({ assigneeId, status }) => assigneeId === toId && status !== 'transferred',
  );
  const planned = runOf(state, task)?.seats.some(({ personId }) => personId === toId);
  if (inStep || (planned && step.mode === 'sequential')) return wrong('the person takes part in this step already');
  return barred(state, step).has(toId) ? wrong('the person made or influenced the request') : null;
}

function requestObjection(state: RequestState, act: RequestAct, { actor, now }: Attempt): Refusal | null {
  return who(state, act, actor) ?? when(state, act) ?? how(state, act, now);
}

function who(state: RequestState, { action }: RequestAct, actor: Actor): Refusal | null {
  const requester = actor.id === state.requesterId;
  const partner =
    requester || copiedIds(state).includes(actor.id) || state.tasks.some(({ assigneeId }) => assigneeId === actor.id);
  const may = {
    withdraw: requester,
    resubmit: requester,
    urge: requester,
    terminate: actor.admin,
    comment: partner || actor.admin,
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
  if (status === 'pending' || (status === 'draft' && action !== 'urge')) return null;
  return refuse('REQUEST_CLOSED', `The request is ${status}.`);
}

const URGE_GAP_MS = 3_600_000;

/** Open tasks that have not been urged within the last hour. */
export const urgeable = (state: RequestState, now: number): readonly Task[] =>
  activeTasks(state).filter(({ urgedAt }) => urgedAt === null || now - urgedAt >= URGE_GAP_MS);

function how(state: RequestState, { action, comment }: RequestAct, now: number): Refusal | null {
  if ((action === 'terminate' || action === 'comment') && !hasReason(comment))
    return refuse('COMMENT_REQUIRED', 'Please write at least two characters.', [
      { path: 'comment', message: 'is required' },
    ]);
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
