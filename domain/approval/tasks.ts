import { type Change, forEach, mailTask, note, patch, patchTask } from './change';
import { startClock } from './clock';
import type { MailKind } from './events';
import type { Step } from './schema';
import { activeTasks, type StepRun, type Task, tasksOf } from './state';
import type { Origin, ReasonCode } from './words';

export interface NewTask {
  readonly run: StepRun;
  readonly step: Step;
  readonly seat: number;
  readonly assigneeId: string;
  readonly origin: Origin;
  readonly ownerId?: string;
  readonly reasonCode?: ReasonCode | null;
  readonly mail?: MailKind;
}

/** Gives a person a task with its own clock, and tells them. */
export function addTask(change: Change, wanted: NewTask): Change {
  const { state, now } = change;
  const { run, step, seat, assigneeId } = wanted;
  const task: Task = {
    id: taskId(state.id, state.taskCount),
    runId: run.id,
    seat,
    assigneeId,
    ownerId: wanted.ownerId ?? assigneeId,
    onBehalfOfId: null,
    origin: wanted.origin,
    weight: run.seats[seat]?.weight ?? 1,
    status: 'active',
    decision: null,
    reasonCode: wanted.reasonCode ?? null,
    decisionId: null,
    channel: null,
    activeAt: now,
    decidedAt: null,
    urgedAt: null,
    clock: startClock(state, step, now),
    seeking: null,
  };
  const added = patch(change, { tasks: [...state.tasks, task], taskCount: state.taskCount + 1 });
  return mailTask(added, task, { kind: wanted.mail ?? 'approval-request' });
}

/**
 * The n-th task of a request: the request's own UUIDv7 with n added to the lower half of its last 16 random bits. So the
 * reducer stays pure, a replay makes the same ids, and tasks sort in the order in which they were given out.
 */
export function taskId(requestId: string, n: number): string {
  const tail = (parseInt(requestId.slice(-4), 16) & 0x7fff) + n + 1;
  return requestId.slice(0, -4) + tail.toString(16).padStart(4, '0');
}

/** Takes tasks away from people who need not act any more, and says so to them. */
export function cancelTasks(change: Change, tasks: readonly Task[], reasonCode: ReasonCode): Change {
  return forEach(change, tasks, (next, task) =>
    mailTask(patchTask(next, task.id, { status: 'cancelled', reasonCode, decidedAt: next.now, seeking: null }), task, {
      kind: 'no-longer-needed',
    }),
  );
}

/** Ends everything that is still open. */
export function cancelAll(change: Change, reasonCode: ReasonCode): Change {
  const cancelled = cancelTasks(change, activeTasks(change.state), reasonCode);
  return patch(cancelled, {
    runs: cancelled.state.runs.map((run) =>
      run.status === 'active' || run.status === 'waiting'
        ? { ...run, status: 'cancelled', reasonCode, retryAt: null }
        : run,
    ),
  });
}

/** Ends a run's open tasks. */
export const cancelRun = (change: Change, run: StepRun, reasonCode: ReasonCode): Change =>
  cancelTasks(change, openTasks(change, run), reasonCode);

export const openTasks = (change: Change, run: StepRun): readonly Task[] =>
  tasksOf(change.state, run.id).filter(({ status }) => status === 'active');

/** The next person of a sequential step, or everybody of another one. */
export function addSeats(change: Change, run: StepRun, step: Step): Change {
  const taken = new Set(tasksOf(change.state, run.id).map(({ seat }) => seat));
  const free = run.seats.map((plan, seat) => ({ plan, seat })).filter(({ seat }) => !taken.has(seat));
  const now = run.mode === 'sequential' ? free.slice(0, 1) : free;
  return forEach(change, now, (next, { plan, seat }) =>
    addTask(next, {
      run,
      step,
      seat,
      assigneeId: plan.personId,
      ownerId: plan.insteadOfId ?? plan.personId,
      origin: plan.origin,
      reasonCode: plan.reasonCode,
    }),
  );
}

export const startNote = (change: Change, run: StepRun): Change =>
  note(change, 'step.started', {
    payload: { stepKey: run.key, round: run.round, people: run.seats.map(({ personId }) => personId) },
  });
