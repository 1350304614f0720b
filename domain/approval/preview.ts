import { instantText } from '../calendar/business-time';
import {
  allSteps,
  branchesOf,
  conditionsOf,
  isChoice,
  isMatrix,
  isParallel,
  isStep,
  neededSteps,
  type Switch,
} from './flow';
import type { Played, Script } from './play';
import { placedNodes } from './policy-paths';
import { type Preview, type PreviewBranch, type PreviewPerson, type PreviewStep } from './preview-schema';
import { previewWarnings } from './preview-warnings';
import type { Node, Step } from './schema';
import { latestRun, type RequestState, type StepRun, type Task, tasksOf } from './state';

/** Everybody agrees, at the last moment that they have. */
export const AGREEING: Script = {
  timesOut: false,
  answerTo: ({ clock, activeAt }) => ({ action: 'approve', at: clock.dueAt ?? activeAt }),
};

export interface PreviewInput {
  readonly played: Played;
  readonly policy: Preview['policy'];
  readonly names: ReadonlyMap<string, string>;
}

/** A played request as the way it would take, with its people and dates. */
export function previewOf({ played, policy, names }: PreviewInput): Preview {
  const { state, endedAt } = played;
  const { status } = state;
  const nodes = state.policy?.steps ?? [];
  const path = new Set(onPath(nodes, state).map(({ key }) => key));
  return {
    policy,
    startsAt: instantText(state.startedAt),
    endsBy: instantText(endedAt),
    outcome: status === 'approved' || status === 'rejected' ? status : 'unfinished',
    steps: allSteps(nodes).map((step) => stepOf(step, { state, names, isOnPath: path.has(step.key) })),
    branches: placedNodes(nodes).flatMap(({ node }) =>
      isStep(node) || isParallel(node) ? [] : branchOf(node, state.branches[node.key]),
    ),
    warnings: previewWarnings(played),
  };
}

/** Steps that the branches taken so far lead to; a block that was not reached may still go anywhere. */
function onPath(nodes: readonly Node[], state: RequestState): readonly Step[] {
  return nodes.flatMap((node) => {
    if (isStep(node)) return [node];
    const taken = isParallel(node) ? undefined : state.branches[node.key];
    if (isMatrix(node)) return taken ? neededSteps(node, taken) : node.steps;
    return branchesOf(node).flatMap((branch, n) => (taken && !taken.includes(n) ? [] : onPath(branch, state)));
  });
}

interface Around {
  readonly state: RequestState;
  readonly names: ReadonlyMap<string, string>;
  readonly isOnPath: boolean;
}

function stepOf({ key, title, mode }: Step, { state, names, isOnPath }: Around): PreviewStep {
  const run = latestRun(state, key);
  const tasks = run ? tasksOf(state, run.id) : [];
  const people = tasks.map((task) => personOf(task, names));
  const base = { key, title, mode, startsAt: run ? instantText(run.startedAt) : null, people };
  if (!run) return { ...base, ...(isOnPath ? NOT_REACHED : NOT_ON_PATH) };
  return {
    ...base,
    status: statusOf(run, tasks),
    reason: run.status === 'approved' && people.length > 0 ? null : run.reasonCode,
  };
}

const NOT_REACHED = { status: 'not-reached', reason: null } as const;
const NOT_ON_PATH = { status: 'skipped', reason: 'NOT_ON_PATH' } as const;

function statusOf({ status, reasonCode }: StepRun, tasks: readonly Task[]): PreviewStep['status'] {
  if (status === 'skipped' || status === 'rejected') return status;
  if (status === 'waiting') return reasonCode === null ? 'not-reached' : 'blocked';
  return tasks.some(({ decision, channel }) => decision === null || channel === 'api') ? 'asked' : 'auto';
}

const personOf = (task: Task, names: ReadonlyMap<string, string>): PreviewPerson => ({
  personId: task.assigneeId,
  name: names.get(task.assigneeId) ?? '',
  origin: task.origin,
  // What ended the task is the play's doing; only why it was given to this person is told.
  reasonCode: task.status === 'cancelled' ? null : task.reasonCode,
  insteadOfId: task.ownerId === task.assigneeId ? null : task.ownerId,
  onBehalfOfId: task.onBehalfOfId,
  weight: task.weight,
  dueAt: task.clock.dueAt === null ? null : instantText(task.clock.dueAt),
});

function branchOf(node: Switch, taken: readonly number[] | undefined): readonly PreviewBranch[] {
  if (!taken) return [];
  if (isMatrix(node)) {
    const { inputs, rules } = node.matrix;
    const rowText = (rule: number): string =>
      inputs.map(({ label }, n) => `${label}: ${rules[rule]?.when[n] ?? ''}`).join('; ');
    return [{ key: node.key, kind: 'matrix', taken, isDefault: taken.length === 0, because: taken.map(rowText) }];
  }
  const conditions = conditionsOf(node);
  return [
    {
      key: node.key,
      kind: isChoice(node) ? 'choose' : 'inclusive',
      taken,
      isDefault: taken.includes(conditions.length),
      because: taken.flatMap((n) => conditions[n] ?? []),
    },
  ];
}
