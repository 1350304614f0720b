import { type Change, mailTask, patchTask } from './change';
import { type Doing, noteAct } from './doing';
import { findStep } from './flow';
import { handOver } from './hand-over';
import { resumedClock, remindingClock } from './pause';
import { runOf, type Task } from './state';
import { startClock } from './clock';
import { addTask } from './tasks';

/** Asks somebody for an opinion; the task comes back to its holder with it (P6). A delegate who asks on hands the question on. */
export function delegate(change: Change, task: Task, { act, actor }: Doing): Change {
  const toId = act.toId ?? task.assigneeId;
  const noted = noteAct(change, task, { act, actor, payload: { toId } });
  if (task.askedFor === 'opinion')
    return handOver(noted, task, { toId, origin: 'delegate', reasonCode: 'TRANSFERRED' });
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const pausedAt = step.pauseOnDelegate ? change.now : null;
  const lent = patchTask(noted, task.id, { status: 'delegated', pausedAt, seeking: null });
  return addTask(lent, {
    run,
    step,
    seat: task.seat,
    assigneeId: toId,
    ownerId: task.ownerId,
    origin: 'delegate',
    asked: { askedById: task.id, askedFor: 'opinion' },
    clock: remindingClock(startClock(change.state, step, change.now)),
    mail: 'opinion-request',
  });
}

/** The opinion is there: whoever asked for it decides. */
export function opinionGiven(change: Change, opinion: Task): Change {
  const task = change.state.tasks.find(({ id }) => id === opinion.askedById);
  return task?.status === 'delegated' ? reactivate(change, task) : change;
}

/** A task that waited for other people is its holder's again, with the time that was left. */
export function reactivate(change: Change, task: Task): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const { state, now } = change;
  const clock = { ...resumedClock(state, task, { step, now }), presenceAt: state.revision >= 2 ? now : null };
  const active = patchTask(change, task.id, { status: 'active', waitsFor: null, pausedAt: null, clock });
  return mailTask(active, task, { kind: 'answered', seq: now });
}
