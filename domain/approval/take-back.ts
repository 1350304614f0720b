import { type Change, forEach, patch, patchRun, patchTask } from './change';
import { coolNoMore } from './cooling-off';
import { type Doing, noteAct } from './doing';
import { allSteps, findStep, insideParallel, relation } from './flow';
import { askedBy, isOpen, latestRun, type RequestState, runOf, type StepRun, type Task, tasksOf } from './state';
import { seatsOf } from './progress';
import { tally } from './tally';
import { addSeats, cancelRun, cancelTasks } from './tasks';
import type { ReasonCode } from './words';

/** Modes in which votes have been weighed together: none of them can be taken out again (F2). */
const COUNTED = ['all', 'ratio', 'weighted', 'ballot'];

/** Why an approval cannot be taken back, as a sentence, or null. */
export function takeBackFault(state: RequestState, task: Task): string | null {
  const run = runOf(state, task);
  if (!run || task.status !== 'approved' || task.reasonCode !== null || task.askedById !== null)
    return 'Only an own approval can be taken back.';
  if (run.round !== state.round) return 'The approval belongs to an earlier round.';
  if (COUNTED.includes(run.mode) || insideParallel(state.policy?.steps ?? [], run.key))
    return 'Votes that were counted together, or in parallel branches, cannot be taken back.';
  const later = [...laterRuns(state, run), ...(run.mode === 'sequential' ? [run] : [])];
  if (later.some((other) => decidedAfter(state, other, task))) return 'Somebody has decided after you already.';
  if (isDecidedWithout(state, run, task)) return 'The step is decided without your approval as well.';
  return run.status === 'approved' || run.status === 'active' ? null : 'The step has ended otherwise.';
}

/** Another approval carries the step: with this one taken back it would be open and decided at once. */
function isDecidedWithout(state: RequestState, run: StepRun, task: Task): boolean {
  const step = findStep(state, run.key);
  const others = { ...state, tasks: state.tasks.filter(({ id }) => id !== task.id) };
  return step !== undefined && tally(step, seatsOf(others, run)).outcome !== 'pending';
}

const decidedAfter = (state: RequestState, run: StepRun, task: Task): boolean =>
  tasksOf(state, run.id).some(
    (other) =>
      other.id !== task.id &&
      other.decision !== null &&
      other.reasonCode === null &&
      (run.id !== task.runId || other.seat > task.seat),
  );

/** Runs of this round that started because the step had been approved. */
function laterRuns(state: RequestState, run: StepRun): readonly StepRun[] {
  const nodes = state.policy?.steps ?? [];
  return allSteps(nodes)
    .filter(({ key }) => relation(nodes, run.key, key) === 'before')
    .flatMap(({ key }) => latestRun(state, key) ?? [])
    .filter(({ round }) => round >= run.round);
}

/** Ends what had started because a step had been approved. */
export const cancelLater = (change: Change, run: StepRun, reasonCode: ReasonCode): Change =>
  forEach(change, laterRuns(change.state, run), (next, later) =>
    patchRun(cancelRun(next, later, reasonCode), later.id, { status: 'cancelled', reasonCode, retryAt: null }),
  );

/** Reopens the approver's own step; what had started after it ends undecided. */
export function takeBack(change: Change, task: Task, { act, actor }: Doing): Change {
  const run = runOf(change.state, task);
  const step = run && findStep(change.state, run.key);
  if (!step) return change;
  const noted = noteAct(change, task, { act, actor, payload: { stepKey: run.key } });
  const undone = cancelLater(noted, run, 'TAKEN_BACK');
  const waiting = tasksOf(undone.state, run.id).filter(isOpen);
  const alone = run.mode === 'sequential' ? cancelTasks(undone, waiting, 'TAKEN_BACK') : undone;
  const unsigned = cancelTasks(alone, askedBy(alone.state, task), 'TAKEN_BACK');
  const returned = patchTask(unsigned, task.id, { status: 'returned', reasonCode: 'TAKEN_BACK', signing: null });
  const reopened: StepRun = { ...run, status: 'active', reasonCode: null };
  // The step asks for real this time (F5).
  const asking = patch(patchRun(coolNoMore(returned), run.id, reopened), { returnedTo: run.key });
  return addSeats(asking, reopened, step);
}
