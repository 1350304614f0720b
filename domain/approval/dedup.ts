import { allSteps, relation } from './flow';
import type { Step } from './schema';
import { latestRun, type RequestState, type StepRun, type Task, tasksOf } from './state';
import type { ReasonCode } from './words';

/**
 * Why a person's task in a step is approved without asking again (F6), or null. A step that was returned to asks for real
 * (F5), and so does one that a person must decide or sign.
 */
export function repeatReason(state: RequestState, step: Step, personId: string): ReasonCode | null {
  const rule = step.dedup ?? state.policy?.settings.dedup ?? 'none';
  const human = step.mandatoryHuman === true || step.requireSignature === true || step.requireComment === true;
  if (rule === 'none' || human || state.returnedTo === step.key) return null;
  const before = approvedBefore(state, step);
  if (rule === 'once') return before.some((run) => approvedBy(state, run, personId)) ? 'DEDUP_ONCE' : null;
  const [last] = before;
  return last && approvedBy(state, last, personId) ? 'DEDUP_CONSECUTIVE' : null;
}

/** Steps approved in this round on the way to a step, latest first. */
function approvedBefore(state: RequestState, step: Step): readonly StepRun[] {
  const nodes = state.policy?.steps ?? [];
  return allSteps(nodes)
    .filter(({ key }) => relation(nodes, key, step.key) === 'before')
    .flatMap(({ key }) => latestRun(state, key) ?? [])
    .filter(({ status, round }) => status === 'approved' && round === state.round)
    .reverse();
}

const approvedBy = (state: RequestState, run: StepRun, personId: string): boolean =>
  tasksOf(state, run.id).some((task) => task.assigneeId === personId && isOwnApproval(task));

/** By the person, or by an earlier approval of the same person; never by the clock. */
const isOwnApproval = ({ status, reasonCode }: Task): boolean =>
  status === 'approved' && (reasonCode === null || !reasonCode.startsWith('TIMEOUT_'));
