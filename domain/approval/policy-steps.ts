import type { Issue } from '../errors';
import { conditionFault } from './condition';
import { hoursOf } from './durations';
import { allSteps, relation } from './flow';
import { type ApprovalRules, ruledOut } from './held-apart';
import { loopIssues } from './policy-loops';
import type { Assignee, PolicyBody, Step } from './schema';
import { ruleIssues } from './tally-votes';
import { isBinding, type Mode, COMMITTING_POLICIES } from './words';

export interface AroundStep {
  readonly key: string;
  readonly body: PolicyBody;
  /** What the organisation rules out beyond what always is. */
  readonly rules: ApprovalRules;
}

/** Everything about one step that could fail, or pass what it must not; paths are relative to the step. */
export const stepIssues = (step: Step, { key, body, rules }: AroundStep): Issue[] => [
  ...ruleIssues(step, mostVoters(step)).filter(({ path }) => path !== 'voters'),
  ...modeIssues(step),
  ...weightIssues(step),
  ...whenIssues(step.when),
  ...peopleIssues(step),
  ...emptyIssues(step, isBinding(key)),
  ...timeoutIssues(step, COMMITTING_POLICIES.includes(key)),
  ...selfIssues(step, COMMITTING_POLICIES.includes(key)),
  ...(COMMITTING_POLICIES.includes(key) ? [] : ruledOut(step, rules)),
  ...automaticIssues(step, isBinding(key)),
  ...returnIssues(step, body),
  ...loopIssues(step, body.steps),
  ...timeIssues(step),
];

const issue = (path: string, message: string, holds: boolean): Issue[] => (holds ? [{ path, message }] : []);

/** The most people whom the sources can name; null where nothing bounds them. */
function mostVoters({ assignees }: Step): number | null {
  const bounds = assignees.map((source) => {
    if ('headChain' in source) return source.headChain;
    return 'user' in source || 'manager' in source || 'engagementRole' in source || 'departmentHead' in source
      ? 1
      : null;
  });
  const users = new Set(assignees.flatMap((source) => ('user' in source ? [source.user] : [])));
  const others = bounds.reduce<number>((sum, bound, n) => sum + ('user' in (assignees[n] ?? {}) ? 0 : (bound ?? 0)), 0);
  return bounds.includes(null) ? null : users.size + others;
}

const ONLY_IN = {
  quorum: 'quorum',
  veto: 'quorum',
  ratioBp: 'ratio',
  thresholdBp: 'weighted',
  strict: 'weighted',
  ballot: 'ballot',
  rejectWaits: 'all',
  anyApprove: 'any',
} as const satisfies Partial<Record<keyof Step, Mode>>;

/** A field that another mode would read is a slip: the step would count in a way that nobody meant. */
const modeIssues = (step: Step): Issue[] =>
  Object.entries(ONLY_IN).flatMap(([name, mode]) => {
    // Object.entries widens the keys of a literal object to string.
    const value = step[name as keyof typeof ONLY_IN];
    return issue(name, `counts in the mode ${mode} only`, value !== undefined && value !== false && step.mode !== mode);
  });

function weightIssues({ weights, mode, assignees }: Step): Issue[] {
  const entries = Object.entries(weights ?? {});
  if (entries.length === 0) return [];
  if (mode !== 'weighted' && mode !== 'ballot')
    return [{ path: 'weights', message: 'count in the modes weighted and ballot only' }];
  const users = assignees.flatMap((source) => ('user' in source ? [source.user] : []));
  const allNamed = users.length === assignees.length;
  return [
    ...issue(
      'weights',
      'must add up to more than 0',
      entries.every(([, weight]) => weight === 0),
    ),
    ...entries.flatMap(([id]) => issue(`weights.${id}`, 'is not asked in this step', allNamed && !users.includes(id))),
  ];
}

export function whenIssues(when: string | undefined, path = 'when'): Issue[] {
  if (when === undefined) return [];
  if (when.trim() === 'false') return [{ path, message: 'never holds' }];
  const fault = conditionFault(when);
  return fault === null ? [] : [{ path, message: fault }];
}

function peopleIssues({ assignees, cc = [] }: Step): Issue[] {
  const has = (name: 'requesterSelect' | 'previousSelect') => assignees.some((source) => name in source);
  const texts = assignees.map((source: Assignee) => JSON.stringify(source));
  return [
    ...issue(
      'assignees',
      'are chosen by the requester or by the step before, not by both',
      has('requesterSelect') && has('previousSelect'),
    ),
    ...texts.flatMap((text, n) => issue(`assignees.${n}`, 'comes twice', texts.indexOf(text) < n)),
    ...cc.flatMap((id, n) => issue(`cc.${n}`, 'comes twice', cc.indexOf(id) < n)),
  ];
}

const mustAct = ({ mandatoryHuman, requireSignature }: Step): boolean =>
  mandatoryHuman === true || requireSignature === true;

function emptyIssues(step: Step, binding: boolean): Issue[] {
  if (step.emptyHandler !== 'approve') return [];
  return [
    ...issue(
      'emptyHandler',
      'may approve only a step of low risk outside the binding gates',
      binding || step.risk !== 'low',
    ),
    ...issue('emptyHandler', 'may not approve a step that a person must decide or sign', mustAct(step)),
  ];
}

function timeoutIssues(step: Step, commits: boolean): Issue[] {
  if (step.timeout?.action !== 'approve') return [];
  return [
    ...issue('timeout.action', 'may not approve a contract, money, an exit or a deletion', commits),
    ...issue('timeout.action', 'may not approve a step that a person must decide or sign', mustAct(step)),
  ];
}

const selfIssues = ({ selfHandler }: Step, commits: boolean): Issue[] =>
  issue('selfHandler', 'may not let people approve their own binding requests', selfHandler === 'allow' && commits);

function automaticIssues(step: Step, binding: boolean): Issue[] {
  const passesOver = step.dedup !== undefined && step.dedup !== 'none';
  return [
    ...issue('dedup', 'may not pass over people at a binding gate', passesOver && binding),
    ...issue('dedup', 'may not pass over a step that a person must decide or sign', passesOver && mustAct(step)),
  ];
}

function returnIssues(step: Step, { steps }: PolicyBody): Issue[] {
  const target = step.onReject?.startsWith('sendBack:') ? step.onReject.slice('sendBack:'.length) : null;
  if (target === null || target === 'START' || target === 'previous') return [];
  const known = allSteps(steps).some(({ key }) => key === target);
  if (known && relation(steps, target, step.key) === 'before') return [];
  return [{ path: 'onReject', message: `sends back to ${target}, which is not a step before this one` }];
}

function timeIssues(step: Step): Issue[] {
  const { sla, reminders, ballot, timeout, escalation } = step;
  return [
    ...issue('timeout', 'needs an sla, which says when the time has passed', acts(timeout) && !sla),
    ...issue('escalation', 'needs an sla to be late against', Boolean(escalation) && !sla),
    ...durationIssues(sla?.duration, 'sla.duration'),
    ...durationIssues(reminders?.repeat, 'reminders.repeat'),
    ...durationIssues(ballot?.closesAfter, 'ballot.closesAfter'),
  ];
}

const acts = (timeout: Step['timeout']): boolean => timeout !== undefined && timeout.action !== 'none';

const TEN_YEARS_HOURS = 87_600;

/** Nothing happens at once by a duration of zero, and nothing is waited for longer than calendars reach. */
export function durationIssues(duration: string | undefined, path: string): Issue[] {
  if (duration === undefined) return [];
  return [
    ...issue(path, 'must be longer than nothing', !/[1-9]/.test(duration)),
    ...issue(path, 'may be at most ten years', hoursOf(duration) > TEN_YEARS_HOURS),
  ];
}
