import type { Issue } from '../errors';
import type { DutyRules } from '../people/duty-rules-schema';
import { placedSteps, withSteps } from './policy-paths';
import type { Node, Step } from './schema';

/** What an organisation rules out in every policy, not in the ones alone that commit it. */
export type ApprovalRules = Pick<DutyRules, 'approvalsByOthers' | 'noApprovalsByTime'>;

const bySelf = ({ selfHandler }: Step, { approvalsByOthers }: ApprovalRules): boolean =>
  approvalsByOthers && selfHandler === 'allow';
const byTime = ({ timeout }: Step, { noApprovalsByTime }: ApprovalRules): boolean =>
  noApprovalsByTime && timeout?.action === 'approve';

/** What a step lets happen that the rules rule out; paths are relative to the step. */
export const ruledOut = (step: Step, rules: ApprovalRules): Issue[] => [
  ...(bySelf(step, rules)
    ? [{ path: 'selfHandler', message: 'may not let people approve their own requests, as the duty rules say' }]
    : []),
  ...(byTime(step, rules) ? [{ path: 'timeout.action', message: 'may not approve, as the duty rules say' }] : []),
];

/** Whether some step lets happen what the rules rule out. */
export const isRuledOut = (steps: readonly Node[], rules: ApprovalRules): boolean =>
  placedSteps(steps).some(({ step }) => ruledOut(step, rules).length > 0);

/** The same steps as they count while the rules are on: a version saved earlier is read without what they rule out. */
export function heldApart(steps: readonly Node[], rules: ApprovalRules): readonly Node[] {
  if (!isRuledOut(steps, rules)) return steps;
  return withSteps(steps, (step) => ({
    ...step,
    ...(bySelf(step, rules) && { selfHandler: 'forbid' as const }),
    ...(byTime(step, rules) && { timeout: { action: 'none' } }),
  }));
}
