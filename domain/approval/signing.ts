import { type Change, forEach, patchRun, patchTask } from './change';
import { type Doing, noteAct } from './doing';
import { findStep } from './flow';
import { reactivate } from './opinion';
import { count, rejectRun } from './progress';
import { isOpen, runOf, type SeatPlan, type Signing, type StepRun, type Task, tasksOf } from './state';
import { addSeats, addTask, cancelTasks } from './tasks';

/** People who sign before the holder decides, after that, or as further voters (P7). */
export function addSigners(change: Change, task: Task, { act, actor }: Doing): Change {
  const { userIds = [], position = 'before', mode = 'all' } = act;
  const noted = noteAct(change, task, { act, actor, payload: { position, mode, people: userIds } });
  if (position === 'parallel') return addVoters(noted, task, userIds);
  const signing: Signing = { position, mode, peopleIds: userIds };
  if (position === 'after') return patchTask(noted, task.id, { signing });
  const waiting = patchTask(noted, task.id, { signing, status: 'waiting', waitsFor: 'signers', pausedAt: change.now });
  return askSigners(waiting, { ...task, signing });
}

function addVoters(change: Change, task: Task, userIds: readonly string[]): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const plan = { weight: 1, origin: 'sign_parallel', reasonCode: null, insteadOfId: null, addedById: task.id } as const;
  const seats: readonly SeatPlan[] = [...run.seats, ...userIds.map((personId) => ({ ...plan, personId }))];
  const grown = patchRun(change, run.id, { seats });
  return run.mode === 'sequential' ? grown : addSeats(grown, { ...run, seats }, step);
}

/** Asks whoever has not been asked yet: one after the other, or all at once. */
export function askSigners(change: Change, task: Task): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step || !task.signing) return change;
  const { mode, peopleIds, position } = task.signing;
  const asked = signersOf(change, task).filter((signer) => isOpen(signer) || signer.decision !== null);
  const askedIds = asked.map(({ ownerId }) => ownerId);
  const rest = peopleIds.filter((id) => !askedIds.includes(id));
  return forEach(change, mode === 'sequential' ? rest.slice(0, 1) : rest, (next, assigneeId) =>
    addTask(next, {
      run,
      step,
      seat: task.seat,
      assigneeId,
      origin: position === 'before' ? 'sign_before' : 'sign_after',
      asked: { askedById: task.id, askedFor: position },
    }),
  );
}

const signersOf = (change: Change, task: Task): readonly Task[] =>
  change.state.tasks.filter(
    ({ askedById, askedFor, reasonCode }) =>
      askedById === task.id && askedFor === task.signing?.position && reasonCode !== 'ANNULLED',
  );

/** A reject by an added signer rejects the step; an approval may complete the group. */
export function signerAnswered(change: Change, signer: Task): Change {
  const task = change.state.tasks.find(({ id }) => id === signer.askedById);
  const run = runOf(change.state, signer);
  if (!task || !run || !isAwaited(task)) return change;
  if (signer.decision === 'reject') {
    const reason = signer.reasonCode?.startsWith('TIMEOUT_') ? signer.reasonCode : 'SIGNER_REJECTED';
    return rejectRun(change, run, reason);
  }
  return goOn(change, task);
}

/** The holder waits for the group, or has approved and the step waits for it. */
const isAwaited = (task: Task): boolean => task.signing !== null && (isOpen(task) || task.status === 'approved');

function goOn(change: Change, task: Task): Change {
  const { signing } = task;
  if (signing === null) return change;
  const approved = new Set(
    signersOf(change, task)
      .filter(({ decision, ownerId }) => decision === 'approve' && signing.peopleIds.includes(ownerId))
      .map(({ ownerId }) => ownerId),
  );
  const left = signing.peopleIds.filter((id) => !approved.has(id));
  const complete = signing.mode === 'any' ? approved.size > 0 || left.length === 0 : left.length === 0;
  if (complete) return signed(change, task);
  return signing.mode === 'sequential' && !signersOf(change, task).some(isOpen) ? askSigners(change, task) : change;
}

function signed(change: Change, task: Task): Change {
  const rest = cancelTasks(change, signersOf(change, task).filter(isOpen), 'ANY_DECIDED');
  const closed = patchTask(rest, task.id, { signing: null });
  if (task.waitsFor === 'signers') return reactivate(closed, task);
  return task.status === 'approved' ? count(closed, task.runId) : closed;
}

/** Takes the question back from people who have not answered it. */
export function removeSigners(change: Change, task: Task, { act, actor }: Doing): Change {
  const userIds = new Set(act.userIds);
  const noted = noteAct(change, task, { act, actor, payload: { people: [...userIds] } });
  const run = runOf(change.state, task);
  const fewer = run ? withoutVoters(noted, { task, run, userIds }) : noted;
  return task.signing ? withoutSigners(fewer, task, userIds) : fewer;
}

function withoutSigners(change: Change, task: Task, userIds: ReadonlySet<string>): Change {
  if (!task.signing) return change;
  const gone = signersOf(change, task).filter((other) => isOpen(other) && userIds.has(other.ownerId));
  const peopleIds = task.signing.peopleIds.filter((id) => !userIds.has(id));
  const signing = { ...task.signing, peopleIds };
  const left = patchTask(cancelTasks(change, gone, 'SIGNER_REMOVED'), task.id, { signing });
  // Nobody is asked before the holder has approved: the group is complete only then.
  const open = signing.position === 'after' && task.status !== 'approved';
  if (open) return peopleIds.length > 0 ? left : patchTask(left, task.id, { signing: null });
  return goOn(left, { ...task, signing });
}

interface Removal {
  readonly task: Task;
  readonly run: StepRun;
  readonly userIds: ReadonlySet<string>;
}

function withoutVoters(change: Change, { task, run, userIds }: Removal): Change {
  const removed = run.seats.map((plan) => plan.addedById === task.id && userIds.has(plan.personId));
  if (!removed.includes(true)) return change;
  const seats = run.seats.map((plan, seat) => (removed[seat] ? { ...plan, removed: true } : plan));
  const tasks = tasksOf(change.state, run.id).filter((other) => removed[other.seat] && isOpen(other));
  return count(cancelTasks(patchRun(change, run.id, { seats }), tasks, 'SIGNER_REMOVED'), run.id);
}
