import { DomainError, type Issue } from '../errors';
import { SHIPPED_DUTY_RULES } from '../people/duty-rules';
import { hoursOf } from './durations';
import { allSteps, branchesOf, isMatrix, isStep } from './flow';
import type { ApprovalRules } from './held-apart';
import { alwaysAsks, blockIssues, chooserIssues } from './policy-blocks';
import { branchPath, placedNodes, placedSteps } from './policy-paths';
import { type AroundStep, durationIssues, stepIssues } from './policy-steps';
import type { Node, PolicyBody } from './schema';
import { isBinding } from './words';

/** Refuses a policy that could fail, or pass what it must not, at run time; every fault is named with its place. */
export function checkPolicy(key: string, body: PolicyBody, rules: ApprovalRules = SHIPPED_DUTY_RULES): void {
  const issues = policyIssues({ key, body, rules });
  if (issues.length > 0)
    throw new DomainError('POLICY_INVALID', issues.map(({ path, message }) => `${path} ${message}`).join('; '), issues);
}

const policyIssues = ({ key, body, rules }: AroundStep): readonly Issue[] => [
  ...duplicateIssues(body.steps),
  ...settingsIssues(key, body),
  ...nodeIssues(body.steps, 'steps', { key, body, rules }),
  ...wholeIssues(key, body),
];

function nodeIssues(nodes: readonly Node[], path: string, around: AroundStep): Issue[] {
  const own = nodes.flatMap((node, index) => {
    const at = `${path}.${index}`;
    if (isStep(node)) return stepIssues(node, around).map((issue) => ({ ...issue, path: `${at}.${issue.path}` }));
    const inner = branchesOf(node).flatMap((branch, n) => nodeIssues(branch, branchPath(node, at, n), around));
    return [...inner, ...(isMatrix(node) ? leftOutIssues(node.steps, `${at}.steps`) : []), ...blockIssues(node, at)];
  });
  return [...own, ...chooserIssues(nodes, path)];
}

/** In a matrix the step before may be left out, so nobody would choose. */
const leftOutIssues = (steps: readonly Node[], path: string): Issue[] =>
  steps.flatMap((node, n) =>
    n === 0 ? [] : chooserIssues([node], path).map((one) => ({ ...one, path: `${path}.${n}.assignees` })),
  );

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
  if (placedSteps(steps).length > MAX_STEPS) issues.push({ path: 'steps', message: `may contain ${MAX_STEPS} steps` });
  if (settings.stepUp === false && isBinding(key))
    issues.push({ path: 'settings.stepUp', message: 'cannot be switched off for a binding gate' });
  if (settings.dedup !== undefined && settings.dedup !== 'none' && isBinding(key))
    issues.push({ path: 'settings.dedup', message: 'may not pass over people at a binding gate' });
  if (settings.linkTtl !== undefined && hoursOf(settings.linkTtl) > WEEK_HOURS)
    issues.push({ path: 'settings.linkTtl', message: 'may be at most seven days' });
  for (const name of ['linkTtl', 'expiresAfter', 'minGap'] as const)
    issues.push(...durationIssues(settings[name], `settings.${name}`));
  // No time at all is how a cooling-off is switched off.
  if (settings.coolingOff !== undefined && hoursOf(settings.coolingOff) > 0)
    issues.push(...durationIssues(settings.coolingOff, 'settings.coolingOff'));
  return issues;
}

function wholeIssues(key: string, body: PolicyBody): Issue[] {
  const { steps } = body;
  if (allSteps(steps).length === 0) return [{ path: 'steps', message: 'must contain at least one step' }];
  if (isBinding(key) && !alwaysAsks(steps))
    return [{ path: 'steps', message: 'of a binding gate must ask somebody whatever the data say' }];
  return body.settings.distinctApprovers ? onlyOnceIssues(steps) : [];
}

/** With distinct approvers, one person who is alone in two steps could never decide the second. */
function onlyOnceIssues(nodes: readonly Node[]): Issue[] {
  const seen = new Map<string, string>();
  return placedSteps(nodes).flatMap(({ step, path }) => {
    const [only, ...others] = step.assignees;
    const alone = only && 'user' in only && others.length === 0 ? only.user : null;
    const earlier = alone === null ? undefined : seen.get(alone);
    if (alone !== null && earlier === undefined) seen.set(alone, step.key);
    const message = `asks only the person of ${earlier ?? ''}, and every step must be decided by other people`;
    return earlier === undefined ? [] : [{ path: `${path}.assignees`, message }];
  });
}
