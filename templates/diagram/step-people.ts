import type { Mark } from '../../domain/approval/diagram/marks';
import type { Step } from '../../domain/approval/schema';
import { isVote, latestRun, type RequestState, type StepRun, type Task, tasksOf } from '../../domain/approval/state';
import type { TaskStatus } from '../../domain/approval/words';
import { labelOf, translate } from '../catalog';
import { inReadingOrder, taskWord, toSignLater } from '../task-word';
import { type Reading, sourceText } from './step-words';

export interface Person {
  readonly text: string;
  /** What the person did; null while it is only known who would be asked. */
  readonly mark: Mark | null;
  readonly status: string | null;
}

export const told = ({ text, status }: Person): string => (status === null ? text : `${text}: ${status}`);

const MARK_OF: Readonly<Record<TaskStatus, Mark>> = {
  waiting: 'waiting',
  active: 'active',
  approved: 'approved',
  rejected: 'rejected',
  abstained: 'skipped',
  returned: 'returned',
  transferred: 'cancelled',
  delegated: 'waiting',
  cancelled: 'cancelled',
  skipped: 'skipped',
  expired: 'cancelled',
};

/** An opinion is no vote; an approval that waits for signatures does not count yet. */
function markOf({ status, decision, signing }: Task): Mark {
  if (decision === 'opinion') return 'skipped';
  return status === 'approved' && signing !== null ? 'waiting' : MARK_OF[status];
}

interface Around extends Reading {
  readonly state: RequestState | null;
}

/** People found with what they did, those whose turn has not come, or else who the policy would ask. */
export function peopleOf(around: Around, step: Step): readonly Person[] {
  const { state, nameOf, locale } = around;
  const run = state ? latestRun(state, step.key) : undefined;
  if (!state || !run) return step.assignees.map((source) => plain(sourceText(around, source), weightOf(step, source)));
  const tasks = tasksOf(state, run.id);
  const later = (id: string, part: string): Person => ({
    text: `${nameOf(id)}${part}`,
    mark: 'waiting',
    status: labelOf(locale, 'task-status', 'waiting'),
  });
  const signs = (task: Task): string => ` ${translate(locale, 'path.signs', { name: nameOf(task.assigneeId) })}`;
  const asked = tasks
    .filter(isVote)
    .flatMap((task): readonly Person[] => [
      ...[task, ...inReadingOrder(tasks, task.id)].map((one) => personOf(around, step, { task: one, tasks })),
      ...toSignLater(tasks, task).map((id) => later(id, signs(task))),
    ]);
  return [...asked, ...turnsAhead(run, tasks).map(({ personId, weight }) => later(personId, weighed(step, weight)))];
}

const turnsAhead = (run: StepRun, tasks: readonly Task[]): StepRun['seats'] =>
  run.seats.filter(({ removed }, index) => removed !== true && !tasks.some(({ seat }) => seat === index));

interface Asked {
  readonly task: Task;
  readonly tasks: readonly Task[];
}

function personOf({ nameOf, locale }: Around, step: Step, { task, tasks }: Asked): Person {
  const { assigneeId, onBehalfOfId, askedById, askedFor, weight } = task;
  const asker = tasks.find(({ id }) => id === askedById);
  const parts = [
    nameOf(assigneeId),
    ...(onBehalfOfId === null ? [] : [translate(locale, 'request.for', { name: nameOf(onBehalfOfId) })]),
    ...(asker
      ? [translate(locale, askedFor === 'opinion' ? 'path.advises' : 'path.signs', { name: nameOf(asker.assigneeId) })]
      : []),
  ];
  return {
    text: `${parts.join(' ')}${asker ? '' : weighed(step, weight)}`,
    mark: markOf(task),
    status: labelOf(locale, 'task-status', taskWord(task)),
  };
}

const plain = (text: string, weight: string): Person => ({ text: `${text}${weight}`, mark: null, status: null });
const weighed = ({ weights }: Step, weight: number): string => (weights ? ` · ${weight}` : '');
const weightOf = ({ weights }: Step, source: Step['assignees'][number]): string =>
  weights && 'user' in source ? ` · ${weights[source.user] ?? 1}` : '';
