import { DomainError, type Issue } from '../errors';
import { conditionFault } from './condition';
import { allSteps, branchesOf, isChoice, isInclusive, isMatrix, isParallel, isStep, placesOf, relation } from './flow';
import { hoursOf } from './durations';
import { matrixIssues } from './matrix';
import { branchPath, placedNodes } from './policy-paths';
import type { Block, Choice, Inclusive, Node, PolicyBody, Step } from './schema';
import { ruleIssues } from './tally-votes';
import { isBinding } from './words';

/** Refuses a policy that could fail, or pass what it must not, at run time; every fault is named with its place. */
export function checkPolicy(key: string, body: PolicyBody): void {
  const issues = [
    ...duplicateIssues(body.steps),
    ...settingsIssues(key, body),
    ...nodeIssues(body.steps, 'steps', { key, body }),
  ];
  if (allSteps(body.steps).length === 0) issues.push({ path: 'steps', message: 'must contain at least one step' });
  if (issues.length > 0)
    throw new DomainError('POLICY_INVALID', issues.map(({ path, message }) => `${path} ${message}`).join('; '), issues);
}

interface Around {
  readonly key: string;
  readonly body: PolicyBody;
}

function nodeIssues(nodes: readonly Node[], path: string, around: Around): Issue[] {
  return nodes.flatMap((node, index) => {
    const at = `${path}.${index}`;
    if (isStep(node)) return stepIssues(node, around).map((issue) => ({ ...issue, path: `${at}.${issue.path}` }));
    const inner = branchesOf(node).flatMap((branch, n) => nodeIssues(branch, branchPath(node, at, n), around));
    return [...inner, ...blockIssues(node, at)];
  });
}

function blockIssues(node: Block, at: string): Issue[] {
  if (isMatrix(node)) return matrixIssues(node, at);
  return isParallel(node) ? forkIssues(node, at) : branchIssues(node, at);
}

function branchIssues(node: Choice | Inclusive, at: string): Issue[] {
  const [name, branches] = isInclusive(node) ? ['inclusive', node.inclusive] : ['choose', node.choose];
  const certain = branches.findIndex(({ when }) => when.trim() === 'true');
  const hidden = isChoice(node) && certain !== -1 && certain < branches.length - 1;
  return [
    ...branches.flatMap(({ when }, index) => whenIssues(when, `${at}.${name}.${index}.when`)),
    ...(hidden
      ? [{ path: `${at}.${name}.${certain + 1}`, message: 'cannot be reached: an earlier branch is always taken' }]
      : []),
  ];
}

const forkIssues = (node: Block, at: string): Issue[] =>
  branchesOf(node).flatMap((branch, index) =>
    branch.length === 0 ? [{ path: `${at}.parallel.${index}`, message: 'must contain at least one step' }] : [],
  );

function whenIssues(when: string | undefined, path: string): Issue[] {
  const fault = when === undefined ? null : conditionFault(when);
  return fault === null ? [] : [{ path, message: fault }];
}

function stepIssues(step: Step, { key, body }: Around): Issue[] {
  return [
    ...ruleIssues(step, knownVoters(step)).filter(({ path }) => path !== 'voters'),
    ...weightIssues(step),
    ...whenIssues(step.when, 'when'),
    ...safetyIssues(step, key),
    ...returnIssues(step, body.steps),
    ...timeIssues(step),
  ];
}

/** The number of voters, when the policy names each of them. */
function knownVoters({ assignees }: Step): number | null {
  const users = assignees.map((source) => ('user' in source ? source.user : null));
  return users.includes(null) ? null : new Set(users).size;
}

function weightIssues({ weights, mode }: Step): Issue[] {
  const values = Object.values(weights ?? {});
  if (values.length === 0) return [];
  if (mode !== 'weighted' && mode !== 'ballot')
    return [{ path: 'weights', message: 'count in the modes weighted and ballot only' }];
  return values.some((weight) => weight > 0) ? [] : [{ path: 'weights', message: 'must add up to more than 0' }];
}

function safetyIssues(step: Step, key: string): Issue[] {
  const issues: Issue[] = [];
  const binding = isBinding(key);
  if (step.emptyHandler === 'approve' && (binding || step.risk !== 'low'))
    issues.push({ path: 'emptyHandler', message: 'may approve only a step of low risk outside the binding gates' });
  if (step.timeout?.action === 'approve' && binding)
    issues.push({ path: 'timeout.action', message: 'may not approve a contract, an exit, a settlement or a deletion' });
  if (step.timeout?.action === 'approve' && step.mandatoryHuman)
    issues.push({ path: 'timeout.action', message: 'may not approve a step that a person must decide' });
  if (step.selfHandler === 'allow' && binding)
    issues.push({ path: 'selfHandler', message: 'may not let people approve their own binding requests' });
  return issues;
}

function returnIssues(step: Step, nodes: readonly Node[]): Issue[] {
  const target = step.onReject?.startsWith('sendBack:') ? step.onReject.slice('sendBack:'.length) : null;
  if (target === null || target === 'START' || target === 'previous') return [];
  const known = allSteps(nodes).some(({ key }) => key === target);
  if (known && relation(nodes, target, step.key) === 'before') return [];
  return [{ path: 'onReject', message: `sends back to ${target}, which is not a step before this one` }];
}

function timeIssues(step: Step): Issue[] {
  const issues: Issue[] = [];
  if (step.timeout && step.timeout.action !== 'none' && !step.sla)
    issues.push({ path: 'timeout', message: 'needs an sla, which says when the time has passed' });
  if (step.escalation && !step.sla) issues.push({ path: 'escalation', message: 'needs an sla to be late against' });
  if (step.sla && isZero(step.sla.duration))
    issues.push({ path: 'sla.duration', message: 'must be longer than nothing' });
  if (step.reminders?.repeat !== undefined && isZero(step.reminders.repeat))
    issues.push({ path: 'reminders.repeat', message: 'must be longer than nothing' });
  return issues;
}

const isZero = (duration: string): boolean => !/[1-9]/.test(duration);

function duplicateIssues(nodes: readonly Node[]): Issue[] {
  const seen = new Set<string>();
  return placedNodes(nodes).flatMap(({ node: { key }, path }) => {
    const again = seen.has(key);
    seen.add(key);
    return again ? [{ path: `${path}.key`, message: `the key ${key} is used twice` }] : [];
  });
}

const MAX_STEPS = 100;
const WEEK_HOURS = 168;

function settingsIssues(key: string, { settings, steps }: PolicyBody): Issue[] {
  const issues: Issue[] = [];
  if (placesOf(steps).length > MAX_STEPS) issues.push({ path: 'steps', message: `may contain ${MAX_STEPS} steps` });
  if (settings.stepUp === false && isBinding(key))
    issues.push({ path: 'settings.stepUp', message: 'cannot be switched off for a binding gate' });
  if (settings.linkTtl !== undefined && hoursOf(settings.linkTtl) > WEEK_HOURS)
    issues.push({ path: 'settings.linkTtl', message: 'may be at most seven days' });
  for (const name of ['linkTtl', 'expiresAfter'] as const) {
    const duration = settings[name];
    if (duration !== undefined && isZero(duration))
      issues.push({ path: `settings.${name}`, message: 'must be longer than nothing' });
  }
  return issues;
}
