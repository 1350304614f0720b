import { type Change, forEach, mailTask, note, patch, patchTask } from './change';
import { startClock } from './clock';
import { repeatReason } from './dedup';
import type { MailKind } from './events';
import type { Step } from './schema';
import { askedBy, isOpen, isVote, type SeatPlan, type StepRun, type Task, type TaskClock, tasksOf } from './state';
import type { Origin, ReasonCode } from './words';

export interface NewTask {
  readonly run: StepRun;
  readonly step: Step;
  readonly seat: number;
  readonly assigneeId: string;
  readonly origin: Origin;
  readonly ownerId?: string;
  readonly onBehalfOfId?: string | null;
  readonly reasonCode?: ReasonCode | null;
  readonly asked?: Pick<Task, 'askedById' | 'askedFor'>;
  readonly clock?: TaskClock;
  /** Which mail tells the person; null for none. */
  readonly mail?: MailKind | null;
}

const NOT_ASKED = { askedById: null, askedFor: null } as const;

/** Gives a person a task with its own clock, and tells them. */
export function addTask(change: Change, wanted: NewTask): Change {
  const { state, now } = change;
  const { run, step, seat, assigneeId, mail = 'approval-request' } = wanted;
  const clock = wanted.clock ?? startClock(state, step, now);
  const task: Task = {
    id: taskId(state.id, state.taskCount),
    runId: run.id,
    seat,
    assigneeId,
    ownerId: wanted.ownerId ?? assigneeId,
    onBehalfOfId: wanted.onBehalfOfId ?? null,
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
    // Requests of the first revision never ask the directory whether somebody is there.
    clock: { ...clock, presenceAt: state.revision >= 2 ? now : null },
    seeking: null,
    ...(wanted.asked ?? NOT_ASKED),
    waitsFor: null,
    pausedAt: null,
    signing: null,
  };
  const added = patch(change, { tasks: [...state.tasks, task], taskCount: state.taskCount + 1 });
  return mail === null ? added : mailTask(added, task, { kind: mail });
}

/** The task that was given out last. */
export const lastTask = ({ state }: Change): Task | undefined => state.tasks.at(-1);

/**
 * The n-th task of a request: the request's own UUIDv7 with n added to the lower half of its last 16 random bits. So the
 * reducer stays pure, a replay makes the same ids, and tasks sort in the order in which they were given out.
 */
export function taskId(requestId: string, n: number): string {
  const tail = (parseInt(requestId.slice(-4), 16) & 0x7fff) + n + 1;
  return requestId.slice(0, -4) + tail.toString(16).padStart(4, '0');
}

/** Nothing is awaited for a task that has ended. */
export const CLOSED = { seeking: null, signing: null, waitsFor: null } as const;

/** Takes tasks away from people who need not act any more, with everything that these had asked for, and says so to them. */
export function cancelTasks(change: Change, tasks: readonly Task[], reasonCode: ReasonCode): Change {
  return forEach(change, tasks, (next, { id }) => {
    const task = next.state.tasks.find((other) => other.id === id);
    if (!task || !isOpen(task)) return next;
    const part = { status: 'cancelled', reasonCode, decidedAt: next.now, ...CLOSED } as const;
    const cancelled = mailTask(patchTask(next, id, part), task, { kind: 'no-longer-needed' });
    return cancelTasks(cancelled, askedBy(cancelled.state, task), reasonCode);
  });
}

/** Ends everything that is still open. */
export function cancelAll(change: Change, reasonCode: ReasonCode): Change {
  const cancelled = cancelTasks(change, change.state.tasks.filter(isOpen), reasonCode);
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
  cancelTasks(change, tasksOf(change.state, run.id).filter(isOpen), reasonCode);

interface FreeSeat {
  readonly plan: SeatPlan;
  readonly seat: number;
}

/** Seats that nobody holds or has answered for. */
function freeSeats(change: Change, run: StepRun): readonly FreeSeat[] {
  const votes = tasksOf(change.state, run.id).filter(isVote);
  const held = votes.filter((task) => isOpen(task) || VOTED.includes(task.status));
  const taken = new Set(held.map(({ seat }) => seat));
  return run.seats.map((plan, seat) => ({ plan, seat })).filter(({ plan, seat }) => !taken.has(seat) && !plan.removed);
}

const VOTED: readonly Task['status'][] = ['approved', 'rejected', 'abstained'];

/** The next person of a sequential step, or everybody of another one. */
export function addSeats(change: Change, run: StepRun, step: Step): Change {
  const free = freeSeats(change, run);
  const now = run.mode === 'sequential' ? free.slice(0, 1) : free;
  return forEach(change, now, (next, free) => addSeat(next, { run, step, ...free }));
}

/** Seats of people whose earlier approval counts here too; in a sequential step they wait for their turn. */
export function addRepeated(change: Change, run: StepRun, step: Step): Change {
  if (run.mode === 'sequential') return change;
  const repeated = freeSeats(change, run).filter(
    ({ plan }) => repeatReason(change.state, step, plan.personId) !== null,
  );
  return forEach(change, repeated, (next, free) => addSeat(next, { run, step, ...free }));
}

interface Seating extends FreeSeat {
  readonly run: StepRun;
  readonly step: Step;
}

function addSeat(change: Change, { run, step, plan, seat }: Seating): Change {
  const repeated = repeatReason(change.state, step, plan.personId);
  const added = addTask(change, {
    run,
    step,
    seat,
    assigneeId: plan.personId,
    ownerId: plan.insteadOfId ?? plan.personId,
    origin: plan.origin,
    reasonCode: plan.reasonCode,
    ...(repeated && { mail: null }),
  });
  const task = lastTask(added);
  return repeated && task ? approveRepeated(added, task, repeated) : added;
}

function approveRepeated(change: Change, task: Task, reasonCode: ReasonCode): Change {
  const part = { status: 'approved', decision: 'approve', channel: 'workflow', decidedAt: change.now } as const;
  return note(patchTask(change, task.id, { ...part, reasonCode }), 'task.approve', {
    onBehalfOfId: task.assigneeId,
    taskId: task.id,
    payload: { round: change.state.round, reason: reasonCode },
  });
}

export const startNote = (change: Change, run: StepRun): Change =>
  note(change, 'step.started', {
    payload: {
      stepKey: run.key,
      round: run.round,
      people: run.seats.map(({ personId }) => personId),
      ...replacements(run),
    },
  });

/** Whoever is asked because nobody was found, or in place of the requester, with the reason. */
function replacements({ seats }: StepRun): { readonly replaced?: readonly string[] } {
  const replaced = seats.flatMap(({ personId, reasonCode }) =>
    reasonCode === null ? [] : [`${personId} ${reasonCode}`],
  );
  return replaced.length > 0 ? { replaced } : {};
}
