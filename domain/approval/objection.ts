import type { Issue, Refusal } from '../errors';
import { choiceObjection } from './choice-objection';
import type { Act, Actor, TaskAct, TaskActionName } from './events';
import { findStep } from './flow';
import { handOnObjection, type Place } from './hand-on-objection';
import { actsAsAdmin, holdsByNewRole } from './new-roles';
import { barred } from './people';
import { type Attempt, FROZEN, hasReason, refuse, wrongField } from './refusal';
import { requestObjection } from './request-objection';
import type { Step } from './schema';
import { targetOf } from './send-back';
import {
  accountsOf,
  isFrozen,
  knowing,
  isOpen,
  isVote,
  type RequestState,
  runOf,
  type StepRun,
  type Task,
  tasksOf,
} from './state';
import { takeBackFault } from './take-back';
import type { ReasonCode } from './words';

/** The one place that says whether a person may do something to a request now; every channel asks here. Null is yes. */
export function objection(given: RequestState, act: Act, attempt: Attempt): Refusal | null {
  const state = knowing(given, attempt.actor.accounts);
  const refusal =
    act.on === 'task' ? taskObjection(state, act, attempt) : requestObjection(state, act, inRequest(state, attempt));
  return refusal ?? filesObjection(state, act);
}

/** Whoever was made an administrator by somebody with a part in the request is none in it yet. */
const inRequest = (state: RequestState, { actor, now }: Attempt): Attempt => ({
  actor: { ...actor, admin: actsAsAdmin({ state, actor, now }) },
  now,
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
  const place = { task, run, step };
  return (
    closedObjection(state, act, place) ??
    freshness(state, act, now) ??
    dutyObjection(state, act, { task, step, actor, now }) ??
    partObjection(act, task) ??
    contentObjection(state, act, place)
  );
}

const ENDING: readonly (ReasonCode | null)[] = ['WITHDRAWN', 'TERMINATED', 'EXPIRED', 'SUPERSEDED'];

function closedObjection(state: RequestState, { action }: TaskAct, { task, run, step }: Place): Refusal | null {
  const acts = isOpen(task) || action === 'take-back' || isWithin(task, { action, run, step });
  if (isFrozen(state) && acts) return FROZEN;
  if (state.status === 'pending' && isWithin(task, { action, run, step })) return null;
  if (state.status === 'pending' && action === 'take-back') {
    const fault = takeBackFault(state, task);
    return fault === null ? null : refuse('STATE_CONFLICT', fault);
  }
  if (isOpen(task)) return refuse('STATE_CONFLICT', 'Other people whom this task waits for come first.');
  if (ENDING.includes(task.reasonCode)) return refuse('REQUEST_CLOSED', `The request is ${state.status}.`);
  return refuse('TASK_CLOSED', closedBy(state, task), closedFacts(state, task));
}

interface Wish {
  readonly action: TaskActionName;
  readonly run: StepRun;
  readonly step: Step;
}

/** The holder may act: it is their turn, they lent the task out, or a vote may still be changed. */
function isWithin(task: Task, { action, run, step }: Wish): boolean {
  if (action === 'take-back') return false;
  if (task.status === 'active') return true;
  // Whoever lent a task out, or is away, may still decide it first, and no more than that.
  const lent = task.status === 'delegated' || task.waitsFor === 'substitute';
  if (lent) return DECIDING.includes(action);
  if (action === 'add-sign' || action === 'remove-sign') return task.signing !== null && run.status === 'active';
  const waits = step.mode === 'all' && step.rejectWaits === true && run.status === 'active';
  // A vote can be changed, and no more: whoever has voted hands nothing on.
  return waits && DECIDING.includes(action) && isVote(task) && VOTED.includes(task.status);
}

const DECIDING: readonly TaskActionName[] = ['approve', 'reject', 'abstain', 'send-back'];
const VOTED: readonly Task['status'][] = ['approved', 'rejected', 'abstained'];

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

interface Duty {
  readonly task: Task;
  readonly step: Step;
  readonly actor: Actor;
  readonly now: number;
}

/**
 * Neither the person nor the one for whom they stand in may be bound to the request. Whoever came to be so while holding the
 * task, by approving a step beside it, may still say what they were asked or give the task to somebody else.
 */
function dutyObjection(state: RequestState, { action }: TaskAct, { task, step, actor, now }: Duty): Refusal | null {
  if (action === 'transfer' || action === 'opinion') return null;
  if (holdsByNewRole(task, step, { state, actor, now }))
    return refuse('FORBIDDEN', 'The role that this needs was given lately by somebody with a part in the request.');
  if (hasSpoken(state, task, actor))
    return refuse('FORBIDDEN', 'You have had a say in this step by another account of yours.');
  const isOut = (out: ReadonlySet<string>): boolean =>
    out.has(actor.id) || (task.onBehalfOfId !== null && out.has(task.onBehalfOfId));
  if (!isOut(barred(state, step))) return null;
  return isOut(barred({ ...state, editorIds: [] }, step))
    ? refuse('FORBIDDEN', 'Who made or influenced the request may not decide it.')
    : refuse('FORBIDDEN', 'Who last changed what the request is about may not decide it.');
}

/** Whether somebody has had a say in a step by another account: nobody has two. */
function hasSpoken(state: RequestState, task: Task, actor: Actor): boolean {
  const others = accountsOf(state, actor.id).filter((id) => id !== actor.id);
  return tasksOf(state, task.runId).some(
    ({ assigneeId, decision, id }) => id !== task.id && decision !== null && others.includes(assigneeId),
  );
}

/** Whoever was asked for an opinion gives one or asks on; whoever was asked to sign approves or rejects. */
function partObjection({ action }: TaskAct, { askedFor }: Task): Refusal | null {
  if (askedFor === 'opinion')
    return action === 'opinion' || action === 'delegate' ? null : wrongField('action', 'must be opinion or delegate');
  if (action === 'opinion') return wrongField('action', 'is for people who were asked for an opinion');
  return askedFor !== null && action === 'abstain' ? wrongField('action', 'must be approve or reject') : null;
}

const REASONED: readonly TaskActionName[] = ['reject', 'send-back', 'transfer', 'delegate', 'opinion', 'add-sign'];

function contentObjection(state: RequestState, act: TaskAct, place: Place): Refusal | null {
  const { step } = place;
  const needsReason = REASONED.includes(act.action) || (act.action === 'approve' && step.requireComment === true);
  if (needsReason && !hasReason(act.comment))
    return refuse('COMMENT_REQUIRED', 'Please give a reason of at least two characters.', [
      { path: 'comment', message: 'is required' },
    ]);
  if (act.action === 'approve' && step.requireSignature && !act.signature)
    return refuse('INVALID_FIELDS', 'This step asks for a signature.', [{ path: 'signature', message: 'is required' }]);
  if (act.action === 'send-back') return returnObjection(state, step, act.target ?? 'START');
  return act.action === 'approve' ? choiceObjection(state, act, place) : handOnObjection(state, act, place);
}

function returnObjection(state: RequestState, step: Step, target: string): Refusal | null {
  if (targetOf(state, step.key, target) !== null) return null;
  return refuse('TARGET_NOT_REACHABLE', `${target} is not a step approved before this one.`, [
    { path: 'target', message: 'must be START, previous or an approved step before this one' },
  ]);
}
