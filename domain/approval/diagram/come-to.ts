import { branchesOf, isInclusive, isParallel, isStep } from '../flow';
import type { Node, Step } from '../schema';
import type { RequestState } from '../state';

/**
 * A request as far as it has come: the steps that were opened, on the ways beside each other that they stand on. What
 * decided on the way, what was not needed, and whose turn has not come is left out.
 */
export function comeTo(state: RequestState): RequestState | null {
  if (!state.policy) return null;
  const opened = new Set(state.runs.map(({ key }) => key));
  const steps = openedOf(state.policy.steps, opened);
  if (steps.length === 0) return null;
  const runs = state.runs.map((run) => ({ ...run, seats: [] }));
  return { ...state, policy: { ...state.policy, steps }, branches: {}, runs };
}

const openedOf = (nodes: readonly Node[], opened: ReadonlySet<string>): readonly Node[] =>
  nodes.flatMap((node): readonly Node[] => {
    if (isStep(node)) return opened.has(node.key) ? [bare(node)] : [];
    const ways = branchesOf(node)
      .map((branch) => openedOf(branch, opened))
      .filter((way) => way.length > 0);
    const beside = ways.length > 1 && (isParallel(node) || isInclusive(node));
    return beside ? [{ key: node.key, parallel: ways }] : ways.flat();
  });

const bare = ({ when: _when, weights: _weights, ...step }: Step): Step => step;
