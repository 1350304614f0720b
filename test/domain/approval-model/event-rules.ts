import type { Fact } from '../../../domain/approval/events';
import { findStep } from '../../../domain/approval/flow';
import type { Step } from '../../../domain/approval/schema';
import { isFrozen, latestRun, type RequestState, runOf, type StepRun } from '../../../domain/approval/state';
import { isBinding } from '../../../domain/approval/words';
import type { Applied } from '../approval-builders';
import { must } from './must';
import { carries, isCounted, mustNotDecide, personsOf, votesOf } from './oracle';
import { takenSteps } from './policies';

/** What must hold of each event: who decided might, automatic approvals are allowed, and approved steps carry. */
export function checkEvent(applied: Applied): void {
  const { before, after, facts } = applied;
  must(after.round >= before.round && after.version >= before.version, 'rounds and versions never go back');
  must(facts.length === 0 || after.version > before.version, 'whatever is noted is an event of its own');
  for (const fact of facts) checkFact(applied, fact);
  for (const run of after.runs) {
    const was = before.runs.find(({ id }) => id === run.id)?.status;
    if (run.status === 'approved' && was !== 'approved') checkApproved(after, run);
  }
  if (after.status === 'approved' && before.status !== 'approved') {
    checkPath(after);
    checkCooled(applied);
  }
  if (isFrozen(before)) checkStill(applied);
}

/** What is of high value takes effect only after its time to object; and nothing does while a report is open. */
function checkCooled({ before, now }: Applied): void {
  const { coolingOff } = before.policy?.settings ?? {};
  const cools = coolingOff === undefined ? before.policyKey === 'gate-deletion' : coolingOff !== 'PT0S';
  const until = before.coolingOffUntil ?? null;
  must(!isFrozen(before), 'a frozen request is not approved');
  must(!cools || (until !== null && until <= now), 'an approval of high value has cooled off');
}

/** A frozen request takes no vote and no time passes in it. */
function checkStill({ before, after, event, facts }: Applied): void {
  must(event.type === 'act' || !facts.length, 'only people act on a frozen request');
  must(!facts.some(({ type }) => VOTES.includes(type)), 'a frozen request takes no vote');
  const ended = ['pending', 'terminated', 'superseded'].includes(after.status);
  must(before.status === 'pending' && ended, 'a frozen request can only be ended by those who oversee it');
}

const VOTES: readonly Fact['type'][] = ['task.approve', 'task.reject', 'task.abstain'];

function checkFact({ before, after }: Applied, { type, actorId, taskId, payload }: Fact): void {
  const task = after.tasks.find(({ id }) => id === taskId);
  const run = task && runOf(after, task);
  const step = run && findStep(after, run.key);
  if (type === 'task.timed-out' && payload['action'] === 'approve')
    must(step?.timeout?.action === 'approve' && !isBinding(after.policyKey), 'time approves where the policy lets it');
  if (!VOTES.includes(type)) return;
  must(before.status === 'pending', 'votes are cast while the request is decided');
  must(task !== undefined && run !== undefined && step !== undefined, 'a vote belongs to a task of a step');
  if (actorId === null) return checkAutomatic(after, step);
  must(
    before.runs.find(({ id }) => id === run.id)?.status === 'active',
    'a vote is cast in a step that is being decided',
  );
  must(task.assigneeId === actorId, 'whoever votes holds the task');
  const out = mustNotDecide(before, step);
  must(!personsOf(task).some((id) => out.includes(id)), `${actorId} may decide ${run.key}`);
}

/** Passed over because the same person approved before (F6). */
function checkAutomatic(state: RequestState, step: Step): void {
  const rule = step.dedup ?? state.policy?.settings.dedup ?? 'none';
  must(rule !== 'none' && !isBinding(state.policyKey), 'repeated approvals count where the policy lets them');
  must(step.mandatoryHuman !== true && step.requireSignature !== true, 'whoever must act in person is asked');
}

function checkApproved(state: RequestState, run: StepRun): void {
  const step = findStep(state, run.key);
  must(step !== undefined, 'an approved step is a step of the policy');
  if (run.reasonCode === 'EMPTY_APPROVE')
    return must(
      step.emptyHandler === 'approve' && !isBinding(state.policyKey),
      'nobody approves only where the policy says so',
    );
  must(carries(step, votesOf(state, run)), `the votes carry ${run.id}`);
  const deciders = votersOf(state, run);
  must(new Set(deciders).size === deciders.length, `${run.id} was decided by different people: ${deciders.join()}`);
}

/** People who approved a step themselves; what time decided was decided by nobody. */
const votersOf = (state: RequestState, run: StepRun): readonly string[] =>
  state.tasks
    .filter(({ runId, decision }) => runId === run.id && decision === 'approve')
    .filter((task) => isCounted(task) && task.reasonCode?.startsWith('TIMEOUT_') !== true)
    .map(({ assigneeId }) => assigneeId);

/** An approved request has every step on its way approved or left out, with distinct people where it says so. */
function checkPath(state: RequestState): void {
  const steps = takenSteps(state.policy?.steps ?? [], state.branches);
  const seen = new Set<string>();
  for (const { key } of steps) {
    const run = latestRun(state, key);
    must(run?.status === 'approved' || run?.reasonCode === 'CONDITION_FALSE', `${key} was approved or left out`);
    if (run.status !== 'approved' || !state.policy?.settings.distinctApprovers) continue;
    const voters = votersOf(state, run);
    must(!voters.some((id) => seen.has(id)), `${key} was decided by people who decided no other step`);
    voters.forEach((id) => seen.add(id));
  }
}
