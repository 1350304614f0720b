import { nextWakeAt } from '../../../domain/approval/clock';
import { isCooling } from '../../../domain/approval/cooling-off';
import type { TaskAct } from '../../../domain/approval/events';
import { findStep, stepAfter } from '../../../domain/approval/flow';
import { objection } from '../../../domain/approval/objection';
import { isFrozen, isOpen, type RequestState, runOf, sameSlot, type Task } from '../../../domain/approval/state';
import { must } from './must';

/** What must hold of every state, whatever the policy and whatever happened. */
export function checkState(state: RequestState, now: number): void {
  const open = state.tasks.filter(isOpen);
  const active = open.filter(({ status }) => status === 'active');
  const pending = state.status === 'pending';
  must(pending || open.length === 0, 'a request that is not pending has no open task');
  must(new Set(state.tasks.map(({ id }) => id)).size === state.tasks.length, 'no two tasks have one id');
  for (const task of open)
    must(runOf(state, task)?.status === 'active', `open task ${task.id} belongs to a step that is being decided`);
  must(!holdsTwo(open), 'nobody holds two places in a step');
  for (const task of open) checkWaiting(state, task);
  const retried = state.runs.some(({ status }) => status === 'waiting');
  const held = isFrozen(state) || isCooling(state);
  must(!pending || active.length > 0 || retried || held, 'a pending request asks somebody, or looks for people');
  must(!isCooling(state) || open.length === 0, 'nobody is asked while an approval cools off');
  must(pending || !isFrozen(state), 'only a pending request is frozen');
  const wake = nextWakeAt(state);
  must(!pending || wake === null || wake > now, 'the next moment lies ahead');
}

/** Neither two places nor twice the same one; copies of one place for superiors and substitutes are held by others. */
function holdsTwo(open: readonly Task[]): boolean {
  const votes = open.filter(({ askedById }) => askedById === null);
  return new Set(votes.map(({ runId, assigneeId }) => `${runId}/${assigneeId}`)).size < votes.length;
}

/** Whoever waits waits for somebody who can still act. */
function checkWaiting(state: RequestState, task: Task): void {
  if (task.status === 'active') return;
  const others = state.tasks.filter((other) => other.id !== task.id && isOpen(other));
  const awaited =
    task.waitsFor === 'substitute'
      ? others.some((other) => sameSlot(other, task))
      : others.some(({ askedById }) => askedById === task.id);
  must(awaited, `waiting task ${task.id} waits for somebody`);
}

/** Every open task has a way on: its holder may decide it now, or at least give it to somebody who may. */
export function checkExits(state: RequestState, now: number): void {
  if (isFrozen(state)) return checkFrozen(state, now);
  for (const task of state.tasks.filter(({ status }) => status === 'active'))
    must(
      EXITS.some((action) => isAllowed(state, task, { action, now })),
      `active task ${task.id} can be ended`,
    );
}

/** Nothing is decided, and no clock is awaited. */
function checkFrozen(state: RequestState, now: number): void {
  must(nextWakeAt(state) === null, 'no clock acts while the request is frozen');
  for (const task of state.tasks)
    for (const action of [...DECISIONS, 'take-back'] as const)
      must(!isAllowed(state, task, { action, now }), `task ${task.id} of a frozen request refuses ${action}`);
}

const EXITS = ['approve', 'reject', 'opinion', 'transfer'] as const;
const DECISIONS = ['approve', 'reject', 'abstain', 'opinion', 'send-back'] as const;

/** Nothing that has ended takes a vote, whoever sends it. */
export function checkClosed(state: RequestState, now: number): void {
  for (const task of state.tasks) {
    const waits = findStep(state, runOf(state, task)?.key ?? '')?.rejectWaits === true;
    const counting = state.status === 'pending' && !isFrozen(state) && runOf(state, task)?.status === 'active';
    if (counting && (isOpen(task) || waits || holdsAnother(state, task))) continue;
    for (const action of DECISIONS)
      must(!isAllowed(state, task, { action, now }), `closed task ${task.id} refuses ${action}`);
  }
}

/** The id of a task that was handed on leads whoever holds its place again to the task they have now. */
const holdsAnother = (state: RequestState, { runId, assigneeId, status }: Task): boolean =>
  status === 'transferred' &&
  state.tasks.some((other) => other.runId === runId && other.assigneeId === assigneeId && isOpen(other));

function isAllowed(state: RequestState, task: Task, { action, now }: { action: TaskAct['action']; now: number }) {
  const next = stepAfter(state.policy?.steps ?? [], runOf(state, task)?.key ?? '');
  const chooses = next?.assignees.some((source) => 'previousSelect' in source) && task.askedFor === null;
  const act: TaskAct = {
    on: 'task',
    action,
    taskId: task.id,
    decisionId: 'probe',
    comment: 'because',
    signature: 'signed',
    toId: 'somebody else',
    ...(action === 'approve' && chooses && { userIds: ['somebody else'] }),
  };
  return objection(state, act, { actor: { id: task.assigneeId, admin: false, channel: 'api' }, now }) === null;
}
