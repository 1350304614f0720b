import type { Refusal } from '../errors';
import type { TaskAct } from './events';
import { barred } from './people';
import { wrongField } from './refusal';
import type { Step } from './schema';
import { accountsOf, isOpen, type RequestState, type StepRun, type Task, tasksOf } from './state';

/** A task with the step that it belongs to. */
export interface Place {
  readonly task: Task;
  readonly run: StepRun;
  readonly step: Step;
}

/** Why a task cannot be handed on or shared as wished (P5–P7), or null. */
export function handOnObjection(state: RequestState, act: TaskAct, place: Place): Refusal | null {
  const { action, toId, userIds } = act;
  if (action === 'transfer' || action === 'delegate')
    return toId === undefined ? wrongField('userIds', 'must name exactly one person') : personFault(state, toId, place);
  if (action === 'add-sign')
    return signingFault(state, act, place) ?? firstFault(userIds, (id) => personFault(state, id, place));
  return action === 'remove-sign' ? firstFault(userIds, (id) => removalFault(state, id, place)) : null;
}

function firstFault(ids: readonly string[] = [], fault: (id: string) => Refusal | null): Refusal | null {
  if (ids.length === 0) return wrongField('userIds', 'must name at least one person');
  if (new Set(ids).size < ids.length) return wrongField('userIds', 'names a person twice');
  return ids.map(fault).find((found) => found !== null) ?? null;
}

/** Nobody gets a second place in a step, and nobody who made or influenced the request gets one. */
function personFault(state: RequestState, id: string, { task, run, step }: Place): Refusal | null {
  const ids = accountsOf(state, id);
  if (ids.includes(task.assigneeId)) return wrongField('userIds', 'names the person who holds the task');
  const holds = tasksOf(state, run.id).some(
    (other) => ids.some((one) => isFor(other, one, task)) && (isOpen(other) || other.decision !== null),
  );
  const planned = run.seats.some(({ personId, removed }) => ids.includes(personId) && !removed);
  const awaited = tasksOf(state, run.id).some(({ signing }) => signing?.peopleIds.some((one) => ids.includes(one)));
  if (holds || awaited || planned) return wrongField('userIds', 'names a person of this step');
  return barred(state, step).has(id)
    ? wrongField('userIds', 'names a person who made or influenced the request')
    : null;
}

/** The person's own task, or one that a substitute holds for them after the same question. */
const isFor = ({ assigneeId, ownerId, askedById }: Task, id: string, { id: askerId }: Task): boolean =>
  assigneeId === id || (askedById === askerId && ownerId === id);

/** Votes that are weighed against each other admit nobody once the first has been cast. */
const WEIGHED = ['ratio', 'weighted', 'ballot'];

function signingFault(state: RequestState, { position }: TaskAct, { task, run }: Place): Refusal | null {
  if (position === undefined) return wrongField('position', 'must be before, after or parallel');
  if (task.askedById !== null) return wrongField('position', 'is not open to people who were added themselves');
  if (position !== 'parallel')
    return task.signing === null
      ? null
      : wrongField('position', 'cannot be asked for while other signatures are awaited');
  const voted = tasksOf(state, run.id).some(({ decision, askedById }) => decision !== null && askedById === null);
  return voted && WEIGHED.includes(run.mode) ? wrongField('position', 'cannot be parallel after the first vote') : null;
}

function removalFault(state: RequestState, id: string, { task, run }: Place): Refusal | null {
  const own = tasksOf(state, run.id).filter(({ askedById }) => askedById === task.id);
  const answered = own.some(({ ownerId, decision }) => ownerId === id && decision !== null);
  if (task.signing?.peopleIds.includes(id) && !answered) return null;
  const seat = run.seats.findIndex((plan) => plan.addedById === task.id && plan.personId === id && !plan.removed);
  const voted = tasksOf(state, run.id).some((other) => other.seat === seat && other.decision !== null);
  return seat !== -1 && !voted
    ? null
    : wrongField('userIds', 'names a person whom you did not add, or who has answered');
}
