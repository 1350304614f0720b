import { engagementAccess, type Team } from '../engagement/access';
import { FOLLOWED, LEAVING, type State } from '../engagement/statuses';
import type { Issue, Refusal } from '../errors';
import { hasRole, type Person } from '../people/people';
import type { ExitTask } from './task-schema';

export type TaskAct = 'done' | 'waive' | 'confirm-waiver';
type Who = Pick<Person, 'id' | 'roles'>;

interface Asked {
  readonly person: Who;
  readonly team: Team;
  readonly task: ExitTask;
}

const answersFor = ({ person, team, task }: Asked): boolean =>
  person.id === task.assigneeId || engagementAccess('close', person, team) === null;

const rules: Readonly<Record<TaskAct, (asked: Asked) => boolean>> = {
  done: answersFor,
  waive: answersFor,
  'confirm-waiver': ({ person, team, task }) =>
    person.id !== task.waiver?.askedBy &&
    (hasRole(person, 'manager', 'legal', 'security', 'executive') || engagementAccess('close', person, team) === null),
};

const WHO: Readonly<Record<TaskAct, string>> = {
  done: 'Its assignee, or owner and sponsor of the engagement, say that a task is done.',
  waive: 'Its assignee, or owner and sponsor of the engagement, ask to leave a task out.',
  'confirm-waiver': 'A second person who manages or supervises must confirm that a task is left out.',
};

/** The one answer to "may this person do that to this task of the exit". */
export const taskAccess = (act: TaskAct, asked: Asked): Refusal | null =>
  rules[act](asked) ? null : { code: 'FORBIDDEN', message: WHO[act] };

/** In which states of its engagement a task is worked on; one of a partial termination while the rest of the service runs, too. */
export const statesOf = ({ partialId }: Pick<ExitTask, 'partialId'>): readonly State[] =>
  partialId === null ? LEAVING : [...FOLLOWED, 'CLOSED'];

/** What is still open of what tasks are about, by the key of the task. */
export type Matters = Readonly<Record<string, readonly Matter[]>>;

interface Matter extends Issue {
  /** As the people of the engagement call it, where it is a thing of theirs. */
  readonly name?: string;
}

export interface Around {
  readonly tasks: readonly ExitTask[];
  readonly matters: Matters;
}

/** What keeps an open task from being done: tasks before it, and what it is about. */
export const blockersOf = (task: ExitTask, { tasks, matters }: Around): readonly Issue[] =>
  task.state !== 'open'
    ? []
    : [
        ...tasks
          .filter(({ key, state }) => task.after.includes(key) && state === 'open')
          .map(({ key }) => ({ path: key, message: 'must be done or left out first' })),
        ...(matters[task.key] ?? []).map(({ path, message }) => ({ path, message })),
      ];

/** Why a task cannot take this step now: it only goes forward, and never before what it builds on. */
export function taskObjection(act: TaskAct, task: ExitTask, around: Around): Refusal | null {
  if (task.state !== 'open') return { code: 'STATE_CONFLICT', message: `The task is ${task.state} already.` };
  if (act === 'waive' && task.waiver)
    return { code: 'STATE_CONFLICT', message: 'The task already waits for a second person to leave it out.' };
  if (act === 'confirm-waiver' && !task.waiver)
    return { code: 'STATE_CONFLICT', message: 'Nobody has asked to leave this task out.' };
  const errors = act === 'done' ? blockersOf(task, around) : [];
  return errors.length === 0
    ? null
    : { code: 'STATE_CONFLICT', message: 'The task builds on what is still open.', errors };
}
