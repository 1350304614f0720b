import { REQUEST_ACTIONS, type RequestActionName, TASK_ACTIONS, type TaskAct, type TaskActionName } from './events';
import { allSteps, stepAfter } from './flow';
import { objection } from './objection';
import type { Attempt } from './refusal';
import type { Step } from './schema';
import { isOpen, type RequestState, runOf, type Task } from './state';
import { SIGN_POSITIONS, type SignPosition } from './words';

/** What one person can do with one of their tasks now. */
export interface Possible {
  readonly taskId: string;
  readonly actions: readonly TaskActionName[];
  /** Earlier steps it can be sent back to, besides the start. */
  readonly targets: readonly Step[];
  /** What an approval cannot do without. */
  readonly reasonRequired: boolean;
  readonly signatureRequired: boolean;
  /** The next step, where an approval may or must name the people who decide it. */
  readonly choice: { readonly step: Step; readonly required: boolean } | null;
  readonly positions: readonly SignPosition[];
  /** People whom the holder has asked to sign and may take out again. */
  readonly removableIds: readonly string[];
}

/** Stands for a person who has no part in the request yet. */
const SOMEBODY = 'somebody';

const COMPLETE = { comment: 'because', signature: 'name', decisionId: 'draft' } as const;

/** Every task with which a person can do something now, those that wait for them first. */
export function possibleWithTasks(state: RequestState, attempt: Attempt): readonly Possible[] {
  const own = state.tasks.filter(({ assigneeId }) => assigneeId === attempt.actor.id);
  const order = (task: Task): number => (task.status === 'active' ? 0 : isOpen(task) ? 1 : 2);
  return own
    .toSorted((a, b) => order(a) - order(b))
    .map((task) => possibleWith(state, task, attempt))
    .filter(({ actions }) => actions.length > 0);
}

/** Found out by asking `objection` with complete drafts, so that no rule stands here a second time. */
export function possibleWith(state: RequestState, task: Task, attempt: Attempt): Possible {
  const may = (action: TaskActionName, part: Partial<TaskAct> = {}): boolean =>
    objection(state, { on: 'task', action, taskId: task.id, ...COMPLETE, ...part }, attempt) === null;
  const next = stepAfter(state.policy?.steps ?? [], runOf(state, task)?.key ?? '');
  const positions = SIGN_POSITIONS.filter((position) => may('add-sign', { position, userIds: [SOMEBODY] }));
  const removableIds = signersIn(state).filter((id) => may('remove-sign', { userIds: [id] }));
  const alone = may('approve');
  const chooses = may('approve', { userIds: [SOMEBODY] });
  const approval = chooses ? { userIds: [SOMEBODY] } : {};
  const approves = alone || chooses;
  const isPossible: Readonly<Record<TaskActionName, boolean>> = {
    approve: approves,
    reject: may('reject'),
    abstain: may('abstain'),
    'send-back': may('send-back'),
    opinion: may('opinion'),
    transfer: may('transfer', { toId: SOMEBODY }),
    delegate: may('delegate', { toId: SOMEBODY }),
    'add-sign': positions.length > 0,
    'remove-sign': removableIds.length > 0,
    'take-back': may('take-back'),
  };
  return {
    taskId: task.id,
    actions: TASK_ACTIONS.filter((action) => isPossible[action]),
    targets: allSteps(state.policy?.steps ?? []).filter(({ key }) => may('send-back', { target: key })),
    reasonRequired: approves && !may('approve', { ...approval, comment: '' }),
    signatureRequired: approves && !may('approve', { ...approval, signature: '' }),
    choice: chooses && next ? { step: next, required: !alone } : null,
    positions,
    removableIds,
  };
}

const signersIn = ({ tasks, runs }: RequestState): readonly string[] => [
  ...new Set([
    ...tasks.flatMap(({ signing }) => signing?.peopleIds ?? []),
    ...runs.flatMap(({ seats }) => seats.map(({ personId }) => personId)),
  ]),
];

export interface Naming {
  readonly act: Pick<TaskAct, 'action' | 'taskId' | 'position'>;
  readonly attempt: Attempt;
}

/** Whether a person can be named in an act that is otherwise complete. */
export function mayBeNamed(state: RequestState, { act, attempt }: Naming, id: string): boolean {
  const toOne = act.action === 'transfer' || act.action === 'delegate';
  const people = toOne ? { toId: id } : { userIds: [id] };
  return objection(state, { on: 'task', ...COMPLETE, ...act, ...people }, attempt) === null;
}

/** What a person can do to the request as a whole now. */
export const possibleWithRequest = (state: RequestState, attempt: Attempt): readonly RequestActionName[] =>
  REQUEST_ACTIONS.filter((action) => {
    if (ABOUT_A_DECISION.includes(action)) return decisionsFor(state, action, attempt).length > 0;
    return objection(state, { on: 'request', action, ...COMPLETE }, attempt) === null;
  });

/** Whether a person can be named to decide in place of whoever had a task whose decision is annulled. */
export const mayTakeOver = (
  state: RequestState,
  { taskId, toId }: Readonly<Record<'taskId' | 'toId', string>>,
  attempt: Attempt,
): boolean => objection(state, { on: 'request', action: 'annul', taskId, toId, ...COMPLETE }, attempt) === null;

const ABOUT_A_DECISION: readonly RequestActionName[] = ['report', 'confirm', 'annul'];

/** Tasks whose decision a person can report as not made by its person, confirm or annul now. */
export const decisionsFor = (state: RequestState, action: RequestActionName, attempt: Attempt): readonly string[] =>
  state.tasks
    .map(({ id }) => id)
    .filter((taskId) => objection(state, { on: 'request', action, taskId, ...COMPLETE }, attempt) === null);
