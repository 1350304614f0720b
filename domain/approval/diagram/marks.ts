import { branchesOf, frontier, isMatrix, isParallel, isStep, neededSteps } from '../flow';
import type { MatrixBlock, Node, Step } from '../schema';
import { latestRun, type RequestState } from '../state';
import type { RequestStatus, RunStatus } from '../words';
import { type Edge, END_ID, joinId, ruleId, splitId, START_ID, stepId } from './shapes';

/** Where a shape stands in a running request: its run's status, still `ahead`, or `out` of the way that was taken. */
export type Mark = RunStatus | 'ahead' | 'out';

export interface Marks {
  readonly of: (shapeId: string) => Mark;
  readonly travelled: (edge: Edge) => boolean;
}

interface Found {
  readonly marks: Map<string, Mark>;
  /** Shapes that the request has come to, and those it has gone on from. */
  readonly entered: Set<string>;
  readonly left: Set<string>;
}

const OPEN: readonly RequestStatus[] = ['draft', 'pending'];

/** Marks every shape of the policy that a request runs on. */
export function marksOf(state: RequestState): Marks {
  const found: Found = { marks: new Map(), entered: new Set([START_ID]), left: new Set([START_ID]) };
  const nodes = state.policy?.steps ?? [];
  mark(found, START_ID, 'approved');
  walk({ state, found }, nodes, { entered: true, taken: true });
  if (state.status === 'approved') found.entered.add(END_ID);
  mark(found, END_ID, endMark(state.status));
  return {
    of: (id) => found.marks.get(id) ?? 'ahead',
    travelled: ({ from, to, way }) =>
      found.left.has(from) && found.entered.has(to) && (way === null || isTaken(state, way.key, way.index)),
  };
}

const mark = ({ marks }: Found, id: string, value: Mark): unknown => marks.set(id, value);

function endMark(status: RequestStatus): Mark {
  if (OPEN.includes(status)) return 'ahead';
  return status === 'approved' || status === 'rejected' ? status : 'cancelled';
}

const isTaken = (state: RequestState, key: string, branch: number): boolean => {
  const chosen = state.branches[key];
  return chosen === undefined || chosen.includes(branch);
};

interface Walk {
  readonly state: RequestState;
  readonly found: Found;
}
interface Here {
  /** Whether the request has come to this place. */
  readonly entered: boolean;
  /** Whether it can still come here, or could have. */
  readonly taken: boolean;
}

function walk(around: Walk, nodes: readonly Node[], { entered, taken }: Here): void {
  let reached = entered;
  for (const node of nodes) {
    visit(around, node, { entered: reached, taken });
    reached &&= isDone(around.state, node);
  }
}

function visit(around: Walk, node: Node, here: Here): void {
  const { state, found } = around;
  if (isStep(node)) return visitStep(around, node, here);
  const decided = isParallel(node) || state.branches[node.key] !== undefined;
  const past = here.entered && decided;
  const [open, close] = isMatrix(node) ? [ruleId(node.key), null] : [splitId(node.key), joinId(node.key)];
  gate(around, open, { ...here, entered: past });
  if (past) found.left.add(open);
  if (isMatrix(node)) return matrixSteps(around, node, { entered: past, taken: here.taken });
  branchesOf(node).forEach((branch, index) => {
    const taken = isParallel(node) || isTaken(state, node.key, index);
    walk(around, branch, { entered: past && taken, taken: here.taken && taken });
  });
  const done = past && isDone(state, node);
  if (close) gate(around, close, { ...here, entered: done });
  if (close && done) found.left.add(close);
}

function gate({ state, found }: Walk, id: string, { entered, taken }: Here): void {
  if (entered) found.entered.add(id);
  mark(found, id, entered ? 'approved' : taken && OPEN.includes(state.status) ? 'ahead' : 'out');
}

/** Steps that the matrix did not ask for stand in the row all the same, so the way leads through them. */
function matrixSteps(around: Walk, node: MatrixBlock, { entered, taken }: Here): void {
  const { state, found } = around;
  const rules = state.branches[node.key];
  const needed = new Set(rules ? neededSteps(node, rules) : node.steps);
  let reached = entered;
  for (const step of node.steps) {
    visitStep(around, step, { entered: reached, taken: taken && needed.has(step) });
    if (!needed.has(step) && reached) found.left.add(stepId(step.key));
    reached &&= !needed.has(step) || isDone(state, step);
  }
}

function visitStep({ state, found }: Walk, step: Step, { entered, taken }: Here): void {
  const id = stepId(step.key);
  const run = latestRun(state, step.key);
  if (entered) found.entered.add(id);
  if (entered && isDone(state, step)) found.left.add(id);
  mark(found, id, run?.status ?? (taken && OPEN.includes(state.status) ? 'ahead' : 'out'));
}

/** The same walk that runs the request says what of it is behind. */
const isDone = (state: RequestState, node: Node): boolean =>
  state.policy !== null && frontier({ ...state, policy: { ...state.policy, steps: [node] } }).done;
