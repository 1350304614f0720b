import type { Block, Choice, Inclusive, MatrixBlock, Node, Parallel, Step } from './schema';
import { latestRun, type RequestState } from './state';

export const isParallel = (node: Node): node is Parallel => 'parallel' in node;
export const isChoice = (node: Node): node is Choice => 'choose' in node;
export const isInclusive = (node: Node): node is Inclusive => 'inclusive' in node;
export const isMatrix = (node: Node): node is MatrixBlock => 'matrix' in node;
export const isStep = (node: Node): node is Step => 'assignees' in node;

/** A block whose way on depends on the subject's data. */
export type Switch = Exclude<Block, Parallel>;

/** Branches of a block; a default comes last. A matrix has one branch: it leaves out steps, not branches. */
export function branchesOf(node: Block): readonly (readonly Node[])[] {
  if (isParallel(node)) return node.parallel;
  if (isMatrix(node)) return [node.steps];
  return [...conditional(node).map(({ steps }) => steps), node.default];
}

const conditional = (node: Choice | Inclusive) => (isChoice(node) ? node.choose : node.inclusive);

/** The expressions that decide how a block goes on. */
export const conditionsOf = (node: Switch): readonly string[] =>
  isMatrix(node) ? node.matrix.inputs.map(({ expression }) => expression) : conditional(node).map(({ when }) => when);

/** All steps in reading order, with their place: positions in sequences at even indexes, branches at odd ones. */
export function placesOf(nodes: readonly Node[], prefix: readonly number[] = []): readonly Place[] {
  return nodes.flatMap((node, index) =>
    isStep(node)
      ? [{ step: node, path: [...prefix, index] }]
      : branchesOf(node).flatMap((branch, number) => placesOf(branch, [...prefix, index, number])),
  );
}

export interface Place {
  readonly step: Step;
  readonly path: readonly number[];
}

export const allSteps = (nodes: readonly Node[]): readonly Step[] => placesOf(nodes).map(({ step }) => step);

export const findStep = (state: RequestState, key: string): Step | undefined =>
  state.policy ? allSteps(state.policy.steps).find((step) => step.key === key) : undefined;

/** How two steps stand to each other: in sequence, or in sibling branches that know nothing of each other. */
export function relation(nodes: readonly Node[], a: string, b: string): 'same' | 'before' | 'after' | 'beside' {
  const places = placesOf(nodes);
  const [from, to] = [a, b].map((key) => places.find(({ step }) => step.key === key)?.path ?? []);
  if (a === b || !from || !to) return 'same';
  const fork = from.findIndex((position, index) => position !== to[index]);
  if (fork % 2 === 1) return 'beside';
  return (from[fork] ?? 0) < (to[fork] ?? 0) ? 'before' : 'after';
}

/** Whether a step lies in a branch that runs beside others. */
export const insideParallel = (nodes: readonly Node[], key: string): boolean =>
  nodes.some((node) => {
    if (isStep(node)) return false;
    const inner = branchesOf(node).flat();
    const holds = allSteps(inner).some((step) => step.key === key);
    return holds && (isParallel(node) || isInclusive(node) || insideParallel(inner, key));
  });

/** Whether a decision matrix asked for the step. */
export const insideMatrix = (nodes: readonly Node[], key: string): boolean =>
  nodes.some((node) => {
    if (isStep(node)) return false;
    if (isMatrix(node)) return node.steps.some((step) => step.key === key);
    return insideMatrix(branchesOf(node).flat(), key);
  });

/** The step that comes right after one in the same sequence, if a step does. */
export function stepAfter(nodes: readonly Node[], key: string): Step | null {
  const index = nodes.findIndex((node) => node.key === key && isStep(node));
  const next = nodes[index + 1];
  if (index !== -1) return next && isStep(next) ? next : null;
  const inner = nodes.flatMap((node) => (isStep(node) ? [] : branchesOf(node)));
  return inner.map((branch) => stepAfter(branch, key)).find((step) => step !== null) ?? null;
}

/** What can go on now: steps whose turn it is, choices whose branch is not known yet, or everything is done. */
export interface Frontier {
  readonly start: readonly Step[];
  readonly choose: readonly Switch[];
  readonly done: boolean;
}

const DONE: Frontier = { start: [], choose: [], done: true };
const BUSY: Frontier = { start: [], choose: [], done: false };

/** Walks the policy by what has been approved so far; the same walk serves start, send-back, resume and joins. */
export function frontier(state: RequestState): Frontier {
  return state.policy ? ofSequence(state, state.policy.steps) : BUSY;
}

function ofSequence(state: RequestState, nodes: readonly Node[]): Frontier {
  for (const node of nodes) {
    const here = ofNode(state, node);
    if (!here.done) return here;
  }
  return DONE;
}

function ofNode(state: RequestState, node: Node): Frontier {
  if (isStep(node)) return ofStep(state, node);
  if (isParallel(node)) return join(node.parallel.map((branch) => ofSequence(state, branch)));
  const chosen = state.branches[node.key];
  if (chosen === undefined) return { start: [], choose: [node], done: false };
  if (isMatrix(node)) return ofSequence(state, neededSteps(node, chosen));
  return join(chosen.map((branch) => ofSequence(state, branchesOf(node)[branch] ?? [])));
}

/** The steps that the rules with these numbers ask for, in the order of the policy; no rule means the default. */
export function neededSteps({ matrix, steps }: MatrixBlock, rules: readonly number[]): readonly Step[] {
  const keys = new Set(
    rules.length === 0 ? matrix.otherwise : rules.flatMap((rule) => matrix.rules[rule]?.steps ?? []),
  );
  return steps.filter(({ key }) => keys.has(key));
}

function ofStep(state: RequestState, step: Step): Frontier {
  const status = latestRun(state, step.key)?.status;
  if (status === 'approved' || status === 'skipped') return DONE;
  return status === 'waiting' || status === 'active' ? BUSY : { start: [step], choose: [], done: false };
}

const join = (parts: readonly Frontier[]): Frontier => ({
  start: parts.flatMap(({ start }) => start),
  choose: parts.flatMap(({ choose }) => choose),
  done: parts.every(({ done }) => done),
});

/** Steps approved in this round's path that lie before a step, latest first: where it can be sent back to. */
export function returnTargets(state: RequestState, from: string): readonly string[] {
  const nodes = state.policy?.steps ?? [];
  return allSteps(nodes)
    .filter(({ key }) => latestRun(state, key)?.status === 'approved' && relation(nodes, key, from) === 'before')
    .map(({ key }) => key)
    .reverse();
}
