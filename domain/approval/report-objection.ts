import type { Refusal } from '../errors';
import { countsNow } from './annul';
import type { Actor, RequestAct } from './events';
import { findStep } from './flow';
import { openReports, reportToSettle } from './freeze';
import { barred } from './people';
import { refuse, wrongField } from './refusal';
import { accountsOf, isOpen, type RequestState, runOf, type Task, tasksOf } from './state';

/** Whether a decision may be reported as not made by its person, confirmed or annulled; other acts pass. */
export function reportObjection(state: RequestState, act: RequestAct, actor: Actor): Refusal | null {
  if (act.action === 'report') return reporting(state, act, actor);
  return act.action === 'confirm' || act.action === 'annul' ? settling(state, act, actor) : null;
}

type Decided = Readonly<Record<'decision' | 'channel' | 'reasonCode', string | null>>;

/** A decision of a person; time and repetition decide in nobody's name. */
export const isReportable = ({ decision, channel, reasonCode }: Decided): boolean =>
  decision !== null && channel !== 'workflow' && reasonCode !== 'TAKEN_BACK' && reasonCode !== 'ANNULLED';

function reporting(state: RequestState, { taskId }: RequestAct, actor: Actor): Refusal | null {
  const task = state.tasks.find(({ id }) => id === taskId);
  if (!task || !isReportable(task)) return wrongField('taskId', 'must be a task of this request that a person decided');
  const own = [task.assigneeId, task.onBehalfOfId, state.requesterId].includes(actor.id);
  if (!own && !actor.admin)
    return refuse('FORBIDDEN', 'Only a decision made in your name, or on your request, is yours to report.');
  if (openReports(state).some((one) => one.taskId === taskId))
    return refuse('STATE_CONFLICT', 'This decision has been reported already.');
  if (state.reports?.some((one) => one.taskId === taskId && one.outcome === 'confirmed'))
    return refuse('STATE_CONFLICT', 'An administrator has confirmed this decision already.');
  return null;
}

function settling(state: RequestState, act: RequestAct, actor: Actor): Refusal | null {
  if (openReports(state).length === 0)
    return refuse('STATE_CONFLICT', 'No decision of this request has been reported.');
  const open = reportToSettle(state, act.taskId);
  const task = state.tasks.find(({ id }) => id === open?.taskId);
  if (!open || !task) return wrongField('taskId', 'must be a task whose decision has been reported');
  const concerned = [open.byId, task.assigneeId, task.onBehalfOfId, state.requesterId];
  if (accountsOf(state, actor.id).some((id) => concerned.includes(id)))
    return refuse('FORBIDDEN', 'Another administrator has to settle this: it concerns you yourself.');
  return act.action === 'annul' ? annulling(state, act, { task, actor }) : null;
}

function annulling(
  state: RequestState,
  { toId }: RequestAct,
  { task, actor }: { task: Task; actor: Actor },
): Refusal | null {
  if (!countsNow(state, task))
    return refuse('STATE_CONFLICT', 'This decision carries nothing any more; confirm it, or end the request.');
  if (toId === undefined) return null;
  const run = runOf(state, task);
  const step = run && findStep(state, run.key);
  const inStep = tasksOf(state, task.runId).some(
    (other) => other.assigneeId === toId && other.id !== task.id && (isOpen(other) || other.decision !== null),
  );
  const seated = run?.seats.some(({ personId }) => personId === toId) ?? false;
  if (toId === actor.id || inStep || seated || (step && barred(state, step).has(toId)))
    return wrongField('userIds', 'must be somebody who has no part in this step, and may decide it');
  return null;
}
