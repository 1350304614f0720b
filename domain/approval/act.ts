import { type Change, forEach, mailTask, note, patch, patchTask } from './change';
import { tellMentioned } from './copies';
import { nameOfAct } from './signature';
import { type Doing, noteAct } from './doing';
import { afterDecision } from './after-decision';
import { annul } from './annul';
import type { Actor, Fact, RequestAct, TaskAct, TaskActionName } from './events';
import { findStep, stepAfter } from './flow';
import { confirm, report, reportToSettle } from './freeze';
import { handOver } from './hand-over';
import { taskFor } from './objection';
import { urgeable } from './request-objection';
import { delegate } from './opinion';
import { barred } from './people';
import { advance, finish } from './progress';
import { afterReturn, sendBack, targetOf } from './send-back';
import { addSigners, removeSigners } from './signing';
import { type Decision, latestRun, type RequestState, runOf, type Task } from './state';
import { takeBack } from './take-back';
import type { TaskStatus } from './words';

/** Carries out what `objection` allowed. */
export function actOnTask(change: Change, act: TaskAct, actor: Actor): Change {
  const task = taskFor(change.state, act.taskId, actor.id);
  if (!task) return change;
  const doing = { act, actor };
  switch (act.action) {
    case 'transfer':
      return transfer(change, task, doing);
    case 'delegate':
      return delegate(change, task, doing);
    case 'add-sign':
      return addSigners(change, task, doing);
    case 'remove-sign':
      return removeSigners(change, task, doing);
    case 'take-back':
      return takeBack(change, task, doing);
    case 'send-back':
      return returnFrom(decide(change, task, doing), task, act);
    case 'approve':
    case 'reject':
    case 'abstain':
    case 'opinion':
      return afterDecision(choose(decide(change, task, doing), task, act), task.id);
  }
}

const STATUS_OF = {
  approve: 'approved',
  reject: 'rejected',
  abstain: 'abstained',
  'send-back': 'returned',
  opinion: 'returned',
} as const satisfies Record<Decision, TaskStatus>;

const isDecision = (action: TaskActionName): action is Decision => Object.hasOwn(STATUS_OF, action);

function decide(change: Change, task: Task, { act, actor }: Doing): Change {
  const { action: decision } = act;
  if (!isDecision(decision)) return change;
  const decided = patchTask(change, task.id, {
    status: STATUS_OF[decision],
    decision,
    // Where votes may be changed, a person can answer after time has: then nobody but them decided.
    reasonCode: task.reasonCode?.startsWith('TIMEOUT_') ? null : task.reasonCode,
    decisionId: act.decisionId,
    channel: actor.channel,
    decidedAt: change.now,
    waitsFor: null,
    seeking: null,
  });
  const stepKey = runOf(change.state, task)?.key ?? '';
  return noteAct(decided, task, { act, actor, payload: { stepKey, ...signed(act) } });
}

/** People whom an approver picks for the next step, where the policy leaves that choice to them. */
function choose(change: Change, task: Task, { action, userIds = [] }: TaskAct): Change {
  const { state } = change;
  const next = stepAfter(state.policy?.steps ?? [], runOf(state, task)?.key ?? '');
  if (action !== 'approve' || !next || userIds.length === 0) return change;
  const ids = [...new Set([...(state.chosen[next.key] ?? []), ...userIds])];
  return patch(change, { chosen: { ...state.chosen, [next.key]: ids } });
}

const signed = ({ signature, target, userIds }: TaskAct) => ({
  ...(signature && { signature }),
  ...(target && { target }),
  ...(userIds && { people: userIds }),
});
type Said = Pick<Fact, 'actorId' | 'channel' | 'comment'>;
const by = (actor: Actor): Pick<Fact, 'actorId' | 'channel'> => ({ actorId: actor.id, channel: actor.channel });

function returnFrom(change: Change, task: Task, { target }: TaskAct): Change {
  const key = runOf(change.state, task)?.key ?? '';
  return sendBack(change, { fromKey: key, target: targetOf(change.state, key, target ?? 'START') ?? 'START', advance });
}

function transfer(change: Change, task: Task, { act, actor }: Doing): Change {
  const toId = act.toId ?? task.assigneeId;
  const noted = noteAct(change, task, { act, actor, payload: { toId } });
  return handOver(noted, inOwnName(change.state, task), { toId, origin: 'transfer', reasonCode: 'TRANSFERRED' });
}

/** Nobody can act any more for a person who may not decide the step: whoever takes it over acts for themselves. */
function inOwnName(state: RequestState, task: Task): Task {
  const step = findStep(state, runOf(state, task)?.key ?? '');
  const bound = step && task.onBehalfOfId !== null && barred(state, step).has(task.onBehalfOfId);
  return bound ? { ...task, onBehalfOfId: null } : task;
}

/** Carries out what `objection` allowed. */
export function actOnRequest(change: Change, act: RequestAct, actor: Actor): Change {
  const said = { ...by(actor), comment: act.comment ?? null };
  switch (act.action) {
    case 'withdraw':
      return finish(change, { status: 'withdrawn', reason: 'WITHDRAWN', said });
    case 'terminate':
      return finish(change, { status: 'terminated', reason: 'TERMINATED', said, askedById: act.askedById });
    case 'supersede':
      return finish(change, { status: 'superseded', reason: 'SUPERSEDED', said });
    case 'resubmit':
      return resubmit(change, act, said);
    case 'report':
      return report(change, act, said);
    case 'confirm':
    case 'annul':
      return settle(change, act, said);
    case 'comment':
      return comment(change, act, actor);
    case 'urge':
      return urge(change, said);
  }
}

function settle(change: Change, act: RequestAct, said: Said): Change {
  const open = reportToSettle(change.state, act.taskId);
  const task = change.state.tasks.find(({ id }) => id === open?.taskId);
  if (!open || !task) return change;
  return act.action === 'confirm' ? confirm(change, open, said) : annul(change, task, { open, act, said });
}

function comment(change: Change, act: RequestAct, actor: Actor): Change {
  const { mentionIds = [], comment: text = null } = act;
  const payload = { round: change.state.round, ...(mentionIds.length > 0 && { mentionIds }) };
  const noted = note(change, 'request.commented', { ...by(actor), comment: text, payload });
  return tellMentioned(noted, mentionIds, nameOfAct(actor.id, act));
}

function urge(change: Change, said: Partial<Fact>): Change {
  const tasks = urgeable(change.state, change.now);
  const noted = note(change, 'request.urged', { ...said, payload: { tasks: tasks.map(({ id }) => id) } });
  return forEach(noted, tasks, (next, task) =>
    mailTask(patchTask(next, task.id, { urgedAt: next.now }), task, { kind: 'urge', seq: next.now }),
  );
}

/** A new round: from the start on the current policy, or on from where it was sent back when nothing of weight changed. */
function resubmit(change: Change, act: RequestAct, said: Partial<Fact>): Change {
  const { state } = change;
  const goesOn = resumes(state, act);
  const renewed = patch(change, {
    status: 'pending',
    round: state.round + 1,
    outcomeReason: null,
    closedAt: null,
    subjectHash: act.subjectHash ?? state.subjectHash,
    ...(goesOn ? { returnedTo: state.resumeAt } : FROM_START),
    resumeAt: null,
  });
  const noted = note(renewed, 'request.resubmitted', {
    ...said,
    payload: { round: state.round + 1, subjectHash: renewed.state.subjectHash, resumed: goesOn },
  });
  return goesOn ? advance(noted) : noted;
}

/** Earlier rounds live on in the records; the state forgets them, so that it stays small. */
const FROM_START = { policy: null, branches: {}, chosen: {}, runs: [], tasks: [], returnedTo: 'START' } as const;

function resumes(state: RequestState, act: RequestAct): boolean {
  const { resumeAt } = state;
  if (resumeAt === null || state.status !== 'draft' || !latestRun(state, resumeAt)) return false;
  const same = act.subjectHash === undefined || act.subjectHash === state.subjectHash || act.minorOnly === true;
  return same && afterReturn(state, resumeAt) === 'resume';
}
