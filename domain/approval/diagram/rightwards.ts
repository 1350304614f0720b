import { isMatrix, isStep } from '../flow';
import type { Node } from '../schema';
import {
  type Drawn,
  type Edge,
  END_ID,
  EVENT,
  flow,
  GATEWAY,
  joinId,
  LABEL,
  type Layout,
  MARGIN,
  type Measure,
  type Point,
  ruleId,
  shift,
  type Size,
  splitId,
  START_ID,
  stepId,
} from './shapes';
import { type Fork, gatewayOf, type Lane, lanesOf } from './ways';

const GAP = 28;
const LANE_GAP = 18;
const EVENT_SIZE: Size = { width: EVENT, height: EVENT };
const GATEWAY_SIZE: Size = { width: GATEWAY, height: GATEWAY };
const at = (x: number, y: number): Point => ({ x, y });

/** A part of the picture from x = 0 to `length`, entered and left on the axis y = 0. */
interface Piece extends Drawn {
  readonly length: number;
  readonly above: number;
  readonly below: number;
  readonly first: string;
  readonly last: string;
}

/** A policy from left to right, as process diagrams are usually read. */
export function layRightwards(nodes: readonly Node[], measure: Measure): Layout {
  const start = single({ id: START_ID, kind: 'start', node: null }, EVENT_SIZE);
  const end = single({ id: END_ID, kind: 'end', node: null }, EVENT_SIZE);
  const whole = inRow([start, ...nodes.flatMap((node) => piecesOf(node, measure)), end]) ?? start;
  return {
    ...shift({ shapes: whole.shapes, edges: whole.edges }, MARGIN, MARGIN + whole.above),
    width: whole.length + 2 * MARGIN,
    height: whole.above + whole.below + 2 * MARGIN,
  };
}

function single(shape: Omit<Drawn['shapes'][number], 'box'>, { width, height }: Size): Piece {
  const box = { x: 0, y: -height / 2, width, height };
  const half = height / 2;
  return {
    shapes: [{ ...shape, box }],
    edges: [],
    length: width,
    above: half,
    below: half,
    first: shape.id,
    last: shape.id,
  };
}

function piecesOf(node: Node, measure: Measure): readonly Piece[] {
  if (isStep(node)) return [single({ id: stepId(node.key), kind: 'step', node }, measure.step(node))];
  if (!isMatrix(node)) return [fork(node, measure)];
  const rule = single({ id: ruleId(node.key), kind: 'rule', node }, measure.rule(node));
  return [rule, ...node.steps.flatMap((step) => piecesOf(step, measure))];
}

function inRow(pieces: readonly Piece[]): Piece | null {
  const [head, ...rest] = pieces;
  return head ? rest.reduce(append, head) : null;
}

function append(row: Piece, piece: Piece): Piece {
  const start = row.length + GAP;
  const moved = shift(piece, start, 0);
  const link = flow({ from: row.last, to: piece.first }, [at(row.length, 0), at(start, 0)]);
  return {
    shapes: [...row.shapes, ...moved.shapes],
    edges: [...row.edges, link, ...moved.edges],
    length: start + piece.length,
    above: Math.max(row.above, piece.above),
    below: Math.max(row.below, piece.below),
    first: row.first,
    last: piece.last,
  };
}

interface Placed extends Lane {
  readonly piece: Piece | null;
  readonly above: number;
  readonly below: number;
  readonly axis: number;
}

function fork(node: Fork, measure: Measure): Piece {
  const lanes = place(lanesOf(node, LABEL.width).map((lane) => sized(lane, measure)));
  const [id, kind] = [node.key, gatewayOf(node)];
  const left = GATEWAY + (kind === 'parallel' ? GAP : LABEL.width + 16);
  const right = left + Math.max(...lanes.map(({ piece }) => piece?.length ?? 0)) + GAP;
  const split = single({ id: splitId(id), kind, node }, GATEWAY_SIZE);
  const join = shift(single({ id: joinId(id), kind, node }, GATEWAY_SIZE), right, 0);
  const inner = lanes.map((lane) => drawLane(lane, left, right));
  return {
    shapes: [...split.shapes, ...inner.flatMap(({ shapes }) => shapes), ...join.shapes],
    edges: inner.flatMap(({ edges }) => edges),
    length: right + GATEWAY,
    above: Math.max(GATEWAY / 2, ...lanes.map(({ axis, above }) => above - axis)),
    below: Math.max(GATEWAY / 2, ...lanes.map(({ axis, below }) => below + axis)),
    first: splitId(id),
    last: joinId(id),
  };
}

function sized(lane: Lane, measure: Measure): Placed {
  const piece = inRow(lane.nodes.flatMap((node) => piecesOf(node, measure)));
  const above = Math.max(piece?.above ?? 8, lane.labelHeight + 6);
  return { ...lane, piece, above, below: piece?.below ?? 8, axis: 0 };
}

/** Stacks lanes around the block's own axis; the middle one, or the only one with steps, goes straight on. */
function place(lanes: readonly Placed[]): readonly Placed[] {
  const filled = lanes.flatMap(({ piece }, index) => (piece ? [index] : []));
  const middle = filled.length === 1 ? (filled[0] ?? 0) : (lanes.length - 1) / 2;
  const straight = lanes[middle];
  let up = straight ? -straight.above - LANE_GAP : -LANE_GAP / 2;
  let down = straight ? straight.below + LANE_GAP : LANE_GAP / 2;
  const upper = lanes
    .slice(0, Math.ceil(middle))
    .toReversed()
    .map((lane) => {
      // A turn must leave its gateway behind before it goes on.
      const axis = Math.min(up - lane.below, -GATEWAY / 2 - 4);
      up = axis - lane.above - LANE_GAP;
      return { ...lane, axis };
    });
  const lower = lanes.slice(Math.floor(middle) + 1).map((lane) => {
    const axis = Math.max(down + lane.above, GATEWAY / 2 + 4);
    down = axis + lane.below + LANE_GAP;
    return { ...lane, axis };
  });
  return [...upper.toReversed(), ...(straight ? [straight] : []), ...lower];
}

function drawLane({ way, piece, axis, labelHeight }: Placed, left: number, right: number): Drawn {
  const [from, to] = [splitId(way.key), joinId(way.key)];
  const leave =
    axis === 0 ? [at(GATEWAY, 0)] : [at(GATEWAY / 2, Math.sign(axis) * (GATEWAY / 2)), at(GATEWAY / 2, axis)];
  const middle = right + GATEWAY / 2;
  const arrive = axis === 0 ? [at(right, 0)] : [at(middle, axis), at(middle, Math.sign(axis) * (GATEWAY / 2))];
  const labelled = (edge: Edge): Edge => ({
    ...edge,
    label:
      labelHeight === 0 ? null : { x: GATEWAY + 4, y: axis - labelHeight - 4, width: LABEL.width, height: labelHeight },
  });
  if (!piece) return { shapes: [], edges: [labelled(flow({ from, to }, [...leave, ...arrive], way))] };
  const moved = shift(piece, left, axis);
  return {
    shapes: moved.shapes,
    edges: [
      labelled(flow({ from, to: piece.first }, [...leave, at(left, axis)], way)),
      ...moved.edges,
      flow({ from: piece.last, to }, [at(left + piece.length, axis), ...arrive]),
    ],
  };
}
