import { type Change, forEach, patchRun, patchTask } from './change';
import { findStep } from './flow';
import { askedBy, isOpen, isVote, runOf, sameSlot, type Task } from './state';
import { addTask, cancelTasks, CLOSED, lastTask } from './tasks';
import type { Origin, ReasonCode } from './words';

export interface HandOver {
  readonly toId: string;
  readonly origin: Origin;
  readonly reasonCode: ReasonCode;
}

/** The new holder takes the same place with all that was asked for there; the old one's right ends. */
export function handOver(change: Change, task: Task, { toId, origin, reasonCode }: HandOver): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const part = { status: 'transferred', reasonCode, decidedAt: change.now, ...CLOSED } as const;
  const freed = patchTask(reseat(change, task, toId), task.id, part);
  const { seat, ownerId, onBehalfOfId, askedById, askedFor } = task;
  const added = addTask(freed, {
    run,
    step,
    seat,
    assigneeId: toId,
    ownerId,
    onBehalfOfId,
    origin,
    asked: { askedById, askedFor },
  });
  const heir = lastTask(added);
  return heir ? inherit(added, task, heir) : added;
}

/** The place is the new holder's: should the step be asked again, they are asked. A copy of it is no place of its own. */
function reseat(change: Change, task: Task, personId: string): Change {
  const run = runOf(change.state, task);
  if (!run || !isVote(task) || run.seats[task.seat]?.personId !== task.assigneeId) return change;
  const insteadOfId = task.ownerId === personId ? null : task.ownerId;
  const seats = run.seats.map((plan, seat) => (seat === task.seat ? { ...plan, personId, insteadOfId } : plan));
  return patchRun(change, run.id, { seats });
}

/** Copies with which others stand in for the holder. */
const standInsFor = ({ state }: Change, task: Task): readonly Task[] =>
  task.waitsFor === 'substitute'
    ? state.tasks.filter((other) => isOpen(other) && sameSlot(other, task) && other.onBehalfOfId === task.assigneeId)
    : [];

/** People who were asked to sign go on doing so for the heir; an opinion or a substitute is no longer needed. */
function inherit(change: Change, task: Task, heir: Task): Change {
  const { signing, waitsFor, pausedAt } = task;
  const asked = [...askedBy(change.state, task), ...standInsFor(change, task)];
  if (signing === null || waitsFor === 'substitute') return cancelTasks(change, asked, 'NOT_NEEDED');
  const status = waitsFor === 'signers' ? 'waiting' : 'active';
  const waiting = patchTask(change, heir.id, { signing, waitsFor, pausedAt, status });
  return forEach(waiting, asked, (next, { id }) => patchTask(next, id, { askedById: heir.id }));
}
