import { branchesOf, isChoice, isInclusive, isMatrix, isParallel, isStep } from './flow';
import type { Block, Matrix, MatrixBlock, Node, Step } from './schema';

/** A step or block with the place where its fault is reported: `steps.1.choose.0.steps.2`. */
export interface PlacedNode {
  readonly node: Node;
  readonly path: string;
}

/** Every node of a policy in reading order, blocks before what they hold. */
export const placedNodes = (nodes: readonly Node[], path = 'steps'): readonly PlacedNode[] =>
  nodes.flatMap((node, index) => {
    const at = `${path}.${index}`;
    const inner = isStep(node)
      ? []
      : branchesOf(node).flatMap((branch, n) => placedNodes(branch, branchPath(node, at, n)));
    return [{ node, path: at }, ...inner];
  });

export interface PlacedStep {
  readonly step: Step;
  readonly path: string;
}

export const placedSteps = (nodes: readonly Node[]): readonly PlacedStep[] =>
  placedNodes(nodes).flatMap(({ node, path }) => (isStep(node) ? [{ step: node, path }] : []));

export function branchPath(node: Block, at: string, n: number): string {
  if (isParallel(node)) return `${at}.parallel.${n}`;
  if (isMatrix(node)) return `${at}.steps`;
  const [name, count] = isChoice(node) ? ['choose', node.choose.length] : ['inclusive', node.inclusive.length];
  return n < count ? `${at}.${name}.${n}.steps` : `${at}.default`;
}

export interface PlacedMatrix {
  readonly block: MatrixBlock;
  readonly path: string;
}

export function findMatrix(nodes: readonly Node[], key: string): PlacedMatrix | null {
  const found = placedNodes(nodes).flatMap(({ node, path }) =>
    !isStep(node) && isMatrix(node) && node.key === key ? [{ block: node, path }] : [],
  );
  return found[0] ?? null;
}

/** The same policy with the matrix of one block replaced. */
export const withMatrix = (nodes: readonly Node[], key: string, matrix: Matrix): readonly Node[] =>
  withInner(nodes, (node) => (!isStep(node) && node.key === key ? { ...node, matrix } : node));

/** The same policy with each step changed, wherever it stands. */
export const withSteps = (nodes: readonly Node[], change: (step: Step) => Step): readonly Node[] =>
  withInner(nodes, (node) => (isStep(node) ? change(node) : { ...node, steps: node.steps.map(change) }));

/** The same policy with the steps and matrices changed that stand in sequences; the steps of a matrix are its own. */
function withInner(nodes: readonly Node[], change: (node: Step | MatrixBlock) => Step | MatrixBlock): readonly Node[] {
  const inside = (branch: readonly Node[]) => withInner(branch, change);
  const each = <B extends { readonly steps: readonly Node[] }>(branches: readonly B[]) =>
    branches.map((branch) => ({ ...branch, steps: inside(branch.steps) }));
  return nodes.map((node) => {
    if (isStep(node) || isMatrix(node)) return change(node);
    if (isParallel(node)) return { ...node, parallel: node.parallel.map(inside) };
    return isInclusive(node)
      ? { ...node, inclusive: each(node.inclusive), default: inside(node.default) }
      : { ...node, choose: each(node.choose), default: inside(node.default) };
  });
}
