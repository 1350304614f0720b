import { type Change, forEach, mailTask, note, patch, patchTask } from './change';
import { tellMentioned } from './copies';
import type { Actor, Fact, RequestAct, TaskAct } from './events';
import { findStep } from './flow';
import { taskFor, urgeable } from './objection';
import { advance, count, finish } from './progress';
import { afterReturn, sendBack, targetOf } from './send-back';
import { latestRun, type RequestState, runOf, type Task, tasksOf } from './state';
import { addTask, cancelTasks } from './tasks';
import type { Decision } from './state';
import type { TaskStatus } from './words';

/** Carries out what `objection` allowed. */
export function actOnTask(change: Change, act: TaskAct, actor: Actor): Change {
  const task = taskFor(change.state, act.taskId, actor.id);
  if (!task) return change;
  if (act.action === 'transfer') return transfer(change, task, { act, actor });
  const decided = decide(change, task, { act, actor });
  return act.action === 'send-back' ? returnFrom(decided, task, act) : count(seatDone(decided, task), task.runId);
}

interface Doing {
  readonly act: TaskAct;
  readonly actor: Actor;
}

const STATUS_OF = {
  approve: 'approved',
  reject: 'rejected',
  abstain: 'abstained',
  'send-back': 'returned',
} as const satisfies Record<Decision, TaskStatus>;

function decide(change: Change, task: Task, { act, actor }: Doing): Change {
  const decision = act.action === 'transfer' ? 'abstain' : act.action;
  const decided = patchTask(change, task.id, {
    status: STATUS_OF[decision],
    decision,
    decisionId: act.decisionId,
    channel: actor.channel,
    decidedAt: change.now,
    seeking: null,
  });
  return note(decided, `task.${decision}`, {
    ...by(actor),
    onBehalfOfId: task.onBehalfOfId,
    taskId: task.id,
    comment: act.comment ?? null,
    payload: { stepKey: runOf(change.state, task)?.key ?? '', round: change.state.round, ...signed(act) },
  });
}

const signed = ({ signature, target }: TaskAct) => ({ ...(signature && { signature }), ...(target && { target }) });
const by = (actor: Actor): Pick<Fact, 'actorId' | 'channel'> => ({ actorId: actor.id, channel: actor.channel });

/** Copies of the same seat have had their answer. */
export function seatDone(change: Change, task: Task): Change {
  const copies = tasksOf(change.state, task.runId).filter(
    ({ seat, status }) => seat === task.seat && status === 'active',
  );
  return cancelTasks(change, copies, 'ANY_DECIDED');
}

function returnFrom(change: Change, task: Task, { target }: TaskAct): Change {
  const key = runOf(change.state, task)?.key ?? '';
  return sendBack(change, { fromKey: key, target: targetOf(change.state, key, target ?? 'START') ?? 'START', advance });
}

function transfer(change: Change, task: Task, { act, actor }: Doing): Change {
  const noted = note(change, 'task.transfer', {
    ...by(actor),
    taskId: task.id,
    comment: act.comment ?? null,
    payload: { toId: act.toId ?? '', round: change.state.round },
  });
  return handOver(noted, task, act.toId ?? task.assigneeId);
}

/** The new holder takes the same seat; the old one's right ends. */
export function handOver(change: Change, task: Task, toId: string): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const freed = patchTask(change, task.id, {
    status: 'transferred',
    reasonCode: 'TRANSFERRED',
    decidedAt: change.now,
    seeking: null,
  });
  return addTask(freed, { run, step, seat: task.seat, assigneeId: toId, ownerId: task.ownerId, origin: 'transfer' });
}

/** Carries out what `objection` allowed. */
export function actOnRequest(change: Change, act: RequestAct, actor: Actor): Change {
  const said = { ...by(actor), comment: act.comment ?? null };
  switch (act.action) {
    case 'withdraw':
      return finish(change, { status: 'withdrawn', reason: 'WITHDRAWN', said });
    case 'terminate':
      return finish(change, { status: 'terminated', reason: 'TERMINATED', said });
    case 'supersede':
      return finish(change, { status: 'superseded', reason: 'SUPERSEDED', said });
    case 'resubmit':
      return resubmit(change, act, said);
    case 'comment':
      return comment(change, act, said);
    case 'urge':
      return urge(change, said);
  }
}

function comment(change: Change, { mentionIds = [] }: RequestAct, said: Partial<Fact>): Change {
  const payload = { round: change.state.round, ...(mentionIds.length > 0 && { mentionIds }) };
  return tellMentioned(note(change, 'request.commented', { ...said, payload }), mentionIds);
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
const FROM_START = { policy: null, branches: {}, runs: [], tasks: [], returnedTo: 'START' } as const;

function resumes(state: RequestState, act: RequestAct): boolean {
  const { resumeAt } = state;
  if (resumeAt === null || state.status !== 'draft' || !latestRun(state, resumeAt)) return false;
  const same = act.subjectHash === undefined || act.subjectHash === state.subjectHash || act.minorOnly === true;
  return same && afterReturn(state, resumeAt) === 'resume';
}
