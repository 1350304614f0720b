import { afterDecision } from './after-decision';
import { handOver } from './hand-over';
import { type Change, forEach, mailTask, note, patchTask } from './change';
import { afterReminder } from './clock';
import { isCooling } from './cooling-off';
import { findStep } from './flow';
import { count, finish } from './progress';
import type { Step } from './schema';
import { isTicking, runOf, type Seeking, type StepRun, type Task } from './state';
import { addTask } from './tasks';

/** Does everything whose moment has come: expiry, ballots, timeouts, escalation, reminders. */
export function tick(change: Change): Change {
  const { state, now } = change;
  if (isCooling(state)) return takeEffect(change);
  const open = state.status === 'pending' || state.status === 'draft';
  if (open && state.expiresAt !== null && state.expiresAt <= now)
    return finish(change, { status: 'expired', reason: 'EXPIRED' });
  if (state.status !== 'pending') return change;
  const ballots = state.runs.filter(
    ({ status, closesAt }) => status === 'active' && closesAt !== null && closesAt <= now,
  );
  const counted = forEach(change, ballots, (next, { id }) => count(next, id, true));
  return forEach(
    counted,
    counted.state.tasks.filter(isTicking).map(({ id }) => id),
    tickTask,
  );
}

/** What everybody has agreed to expires no more. */
function takeEffect(change: Change): Change {
  const isDue = (change.state.coolingOffUntil ?? Infinity) <= change.now;
  return isDue ? finish(change, { status: 'approved', reason: 'APPROVED' }) : change;
}

function tickTask(change: Change, id: string): Change {
  const task = change.state.tasks.find((t) => t.id === id);
  const run = task && runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!task || !isTicking(task) || !step || task.seeking || change.state.status !== 'pending') return change;
  const { clock } = task;
  const due = (moment: number | null): boolean => moment !== null && moment <= change.now;
  if (due(clock.timeoutAt)) return timeOut(change, task, { run, step });
  if (due(clock.adminAt)) return seek(change, task, { who: 'admin', purpose: 'admin-copy' });
  if (due(clock.managerAt)) return seek(change, task, { who: 'manager', purpose: 'manager-copy' });
  return due(clock.remindAt) ? remind(change, task, step) : change;
}

function remind(change: Change, task: Task, step: Step): Change {
  const clock = afterReminder(change.state, step, { task, now: change.now });
  const moved = patchTask(change, task.id, { clock });
  if (clock.reminded === task.clock.reminded) return moved;
  const noted = note(moved, 'task.reminded', {
    taskId: task.id,
    payload: { personId: task.assigneeId, number: clock.reminded },
  });
  return mailTask(noted, task, { kind: 'reminder', seq: clock.reminded });
}

interface Place {
  readonly run: StepRun;
  readonly step: Step;
}

function timeOut(change: Change, task: Task, { run, step }: Place): Change {
  const action = step.timeout?.action ?? 'none';
  const noted = note(change, 'task.timed-out', {
    taskId: task.id,
    payload: { stepKey: run.key, round: run.round, action },
  });
  if (action.startsWith('transfer:'))
    return seek(noted, task, { who: action.slice('transfer:'.length), purpose: 'timeout' });
  const approves = action === 'approve';
  const decided = patchTask(noted, task.id, {
    status: approves ? 'approved' : 'rejected',
    decision: approves ? 'approve' : 'reject',
    reasonCode: approves ? 'TIMEOUT_APPROVE' : 'TIMEOUT_REJECT',
    channel: 'workflow',
    decidedAt: change.now,
  });
  return afterDecision(mailTask(decided, task, { kind: 'no-longer-needed' }), task.id);
}

const CLOCK_OF = { 'manager-copy': 'managerAt', 'admin-copy': 'adminAt', timeout: 'timeoutAt' } as const;

/** Asks the directory for a stand-in; the moment is used up whatever the answer. */
function seek(change: Change, task: Task, seeking: Seeking): Change {
  const clock = { ...task.clock, [CLOCK_OF[seeking.purpose]]: null };
  // Who has reached the administrator need not go to the manager any more.
  const used = seeking.purpose === 'admin-copy' ? { ...clock, managerAt: null } : clock;
  return patchTask(change, task.id, { seeking, clock: used });
}

/** The directory answered: the stand-in gets a copy of the task (escalation) or the task itself (timeout). */
export function standInFound(
  change: Change,
  { taskId, personId }: { taskId: string; personId: string | null },
): Change {
  const task = change.state.tasks.find(({ id }) => id === taskId);
  const run = task && runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!task?.seeking || !isTicking(task) || !step) return change;
  const { purpose } = task.seeking;
  const settled = patchTask(change, task.id, { seeking: null });
  const noted = note(settled, 'task.escalated', { taskId, payload: { purpose, toId: personId } });
  if (personId === null) return noted;
  if (purpose === 'timeout')
    return withoutSecondTimeout(
      handOver(noted, task, { toId: personId, origin: 'transfer', reasonCode: 'TIMEOUT_TRANSFER' }),
    );
  return copyWithoutEscalation(
    addTask(noted, {
      run,
      step,
      seat: task.seat,
      assigneeId: personId,
      ownerId: task.ownerId,
      origin: 'escalation',
      asked: { askedById: task.askedById, askedFor: task.askedFor },
      mail: 'escalation',
    }),
  );
}

/** A task that timed out once has found its last holder. */
function withoutSecondTimeout(change: Change): Change {
  const last = change.state.tasks.at(-1);
  return last ? patchTask(change, last.id, { clock: { ...last.clock, timeoutAt: null } }) : change;
}

/** The original task goes on escalating; its copies only remind. */
function copyWithoutEscalation(change: Change): Change {
  const last = change.state.tasks.at(-1);
  if (!last) return change;
  return patchTask(change, last.id, { clock: { ...last.clock, managerAt: null, adminAt: null, timeoutAt: null } });
}
