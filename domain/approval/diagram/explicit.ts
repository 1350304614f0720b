import { isChoice, isInclusive, isMatrix, isParallel, isStep } from '../flow';
import type { MatrixBlock, Node, Step } from '../schema';

/**
 * The same policy with every condition as a branch of its own, for notations in which a step cannot have one. Steps of a
 * matrix follow each other, each only when the rules asked for it; gateways that fork would say that they run at once.
 */
export const explicit = (nodes: readonly Node[]): readonly Node[] => nodes.flatMap(unfold);

function unfold(node: Node): readonly Node[] {
  if (isStep(node)) return [node.when === undefined ? node : guarded(node, node.when)];
  if (isMatrix(node)) return [{ ...node, steps: [] }, ...node.steps.map((step) => asked(step, node))];
  if (isParallel(node)) return [{ ...node, parallel: node.parallel.map(explicit) }];
  const fallback = explicit(node.default);
  if (isChoice(node)) return [{ ...node, choose: node.choose.map(inside), default: fallback }];
  return isInclusive(node) ? [{ ...node, inclusive: node.inclusive.map(inside), default: fallback }] : [];
}

const inside = <B extends { readonly steps: readonly Node[] }>(branch: B): B => ({
  ...branch,
  steps: explicit(branch.steps),
});

function guarded({ when: _when, ...step }: Step, when: string): Node {
  return { key: step.key, choose: [{ when, steps: [step] }], default: [] };
}

/** `needed` holds, by the key of each matrix, the steps that its rules asked for. */
function asked(step: Step, { key }: MatrixBlock): Node {
  const listed = `list contains(get value(needed, "${key}"), "${step.key}")`;
  return guarded(step, step.when === undefined ? listed : `${listed} and (${step.when})`);
}
