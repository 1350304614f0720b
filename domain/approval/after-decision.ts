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
  const alone = withoutCopies(change, task);
  if (task.askedFor === 'opinion') return opinionGiven(alone, task);
  if (task.askedFor !== null) return signerAnswered(alone, task);
  const provisional = task.decision === 'approve' && task.signing?.position === 'after';
  return provisional ? askSigners(alone, task) : count(closeSigning(alone, task), task.runId);
}

/** Copies of the same place have had their answer, and the holder needs no opinion any more. */
function withoutCopies(change: Change, task: Task): Change {
  const copies = tasksOf(change.state, task.runId).filter(
    (other) => other.id !== task.id && isOpen(other) && sameSlot(other, task),
  );
  const cancelled = cancelTasks(change, copies, 'ANY_DECIDED');
  return cancelTasks(cancelled, askedBy(cancelled.state, task), 'NOT_NEEDED');
}

const closeSigning = (change: Change, task: Task): Change =>
  task.signing === null ? change : patchTask(change, task.id, { signing: null });
