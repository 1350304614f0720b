import type { Issue } from '../errors';
import { branchesOf, isChoice, isInclusive, isMatrix, isParallel, isStep } from './flow';
import { matrixIssues } from './matrix';
import { whenIssues } from './policy-steps';
import type { Block, Choice, Inclusive, Node, Step } from './schema';

/** What is wrong with a block itself: branches that nobody can take, forks that lead nowhere, rows of a matrix. */
export function blockIssues(node: Block, at: string): Issue[] {
  if (isMatrix(node)) return matrixIssues(node, at);
  return isParallel(node) ? forkIssues(node, at) : branchIssues(node, at);
}

const forkIssues = (node: Block, at: string): Issue[] =>
  branchesOf(node).flatMap((branch, index) =>
    branch.length === 0 ? [{ path: `${at}.parallel.${index}`, message: 'must contain at least one step' }] : [],
  );

function branchIssues(node: Choice | Inclusive, at: string): Issue[] {
  const [name, branches] = isInclusive(node) ? ['inclusive', node.inclusive] : ['choose', node.choose];
  const conditions = branches.map(({ when }) => when.replace(/\s+/g, ' ').trim());
  const certain = conditions.indexOf('true');
  return [
    ...branches.flatMap(({ when }, n) => whenIssues(when, `${at}.${name}.${n}.when`)),
    ...(isChoice(node) ? hidden(conditions, certain) : []).map((n) => ({
      path: `${at}.${name}.${n}`,
      message: 'cannot be reached: an earlier branch is taken whenever this one would be',
    })),
    ...(certain !== -1 && node.default.length > 0
      ? [{ path: `${at}.default`, message: `cannot be reached: branch ${certain + 1} is always taken` }]
      : []),
  ];
}

/** Branches behind one that always holds, or that repeat an earlier condition. */
const hidden = (conditions: readonly string[], certain: number): readonly number[] =>
  conditions.flatMap((when, n) => ((certain !== -1 && n > certain) || conditions.indexOf(when) < n ? [n] : []));

/** Steps whose people are chosen by the step before, where there is none or more than one. */
export function chooserIssues(nodes: readonly Node[], path: string): Issue[] {
  return nodes.flatMap((node, index) => {
    if (!isStep(node) || !isChosenBefore(node)) return [];
    const before = nodes[index - 1];
    return before && isStep(before)
      ? []
      : [{ path: `${path}.${index}.assignees`, message: 'need a step right before this one that chooses the people' }];
  });
}

const isChosenBefore = ({ assignees }: Step): boolean => assignees.some((source) => 'previousSelect' in source);

/** Whether somebody is asked whatever the data say. */
export const alwaysAsks = (nodes: readonly Node[]): boolean => nodes.some(nodeAlwaysAsks);

function nodeAlwaysAsks(node: Node): boolean {
  if (isStep(node)) return node.when === undefined;
  if (isParallel(node)) return node.parallel.some(alwaysAsks);
  if (!isMatrix(node)) return branchesOf(node).every(alwaysAsks);
  const always = node.steps.flatMap(({ key, when }) => (when === undefined ? [key] : []));
  const rows = [...node.matrix.rules.map(({ steps }) => steps), node.matrix.otherwise];
  return rows.every((keys) => keys.some((key) => always.includes(key)));
}
