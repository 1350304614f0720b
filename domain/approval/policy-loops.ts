import type { Issue } from '../errors';
import { relation } from './flow';
import { placedNodes, placedSteps } from './policy-paths';
import type { Node, Step } from './schema';

/**
 * A rejection that no person makes, sent back to a step that passes without a person, would come round again for ever.
 * Nobody is found today where nobody was found a moment ago, and what timed out once times out again.
 */
export function loopIssues(step: Step, nodes: readonly Node[]): Issue[] {
  const target = step.onReject?.startsWith('sendBack:') ? step.onReject.slice('sendBack:'.length) : 'START';
  if (target === 'START' || !rejectsAlone(step)) return [];
  const before = placedSteps(nodes).filter((one) => relation(nodes, one.step.key, step.key) === 'before');
  const goals = before.filter((one) => target === 'previous' || one.step.key === target);
  const goal = goals.find(
    (one) =>
      passesAlone(one.step) &&
      before
        .filter((other) => relation(nodes, one.step.key, other.step.key) === 'before')
        .every((other) => passesAlone(other.step) || mayBeLeftOut(nodes, other)),
  );
  if (!goal) return [];
  const { key } = goal.step;
  return [
    { path: 'onReject', message: `could go round and round with ${key}, which may pass without a person as well` },
  ];
}

const rejectsAlone = ({ emptyHandler, timeout }: Step): boolean =>
  emptyHandler === 'reject' || timeout?.action === 'reject';

const passesAlone = ({ emptyHandler, timeout }: Step): boolean =>
  emptyHandler === 'approve' || timeout?.action === 'approve';

/** A condition, a branch or a matrix decides whether the step is asked at all. */
const mayBeLeftOut = (
  nodes: readonly Node[],
  { step, path }: { readonly step: Step; readonly path: string },
): boolean =>
  step.when !== undefined ||
  placedNodes(nodes).some(
    (one) => !('assignees' in one.node) && !('parallel' in one.node) && path.startsWith(`${one.path}.`),
  );
