import { type Change, patchTask } from './change';
import { opinionGiven } from './opinion';
import { count } from './progress';
import { askSigners, signerAnswered } from './signing';
import { askedBy, isOpen, sameSlot, type Task, tasksOf } from './state';
import { cancelTasks } from './tasks';

/** What follows from the answer to a task, whoever or whatever gave it. */
export function afterDecision(change: Change, id: string): Change {
  const task = change.state.tasks.find((other) => other.id === id);
  if (!task) return change;
  const provisional = task.decision === 'approve' && task.signing?.position === 'after';
  const alone = withoutCopies(change, task, provisional);
  if (task.askedFor === 'opinion') return opinionGiven(alone, task);
  if (task.askedFor !== null) return signerAnswered(alone, task);
  return provisional ? askSigners(alone, task) : count(closeSigning(alone, task), task.runId);
}

/**
 * Copies of the same place have had their answer, and the holder needs no opinion any more. Whoever signs after an approval
 * still has to, even when the holder gives it once more.
 */
function withoutCopies(change: Change, task: Task, provisional: boolean): Change {
  const copies = tasksOf(change.state, task.runId).filter(
    (other) => other.id !== task.id && isOpen(other) && sameSlot(other, task),
  );
  const cancelled = cancelTasks(change, copies, 'ANY_DECIDED');
  const asked = askedBy(cancelled.state, task).filter(({ askedFor }) => !provisional || askedFor !== 'after');
  return cancelTasks(cancelled, asked, 'NOT_NEEDED');
}

const closeSigning = (change: Change, task: Task): Change =>
  task.signing === null ? change : patchTask(change, task.id, { signing: null });
