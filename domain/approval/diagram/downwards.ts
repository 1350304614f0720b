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
  type Shape,
  shift,
  type Size,
  splitId,
  START_ID,
  stepId,
} from './shapes';
import { type Fork, gatewayOf, type Lane, lanesOf } from './ways';

const GAP = 24;
const LANE_GAP = 14;
const INDENT = 30;
/** Where lines run down: through the middle of a gateway at the left edge. */
const RAIL = GATEWAY / 2;
const at = (x: number, y: number): Point => ({ x, y });

/** A part of the picture from y = 0 to `height`, entered from above or the left, left below or to the right. */
interface Piece extends Drawn, Size {
  readonly first: string;
  readonly last: string;
  /** Where an edge from the side arrives, and where one to the side leaves. */
  readonly side: Point;
  readonly exit: Point;
}

/**
 * A policy in one column, for narrow screens: the branches of a block stand below each other, entered by a rail on their
 * left and left by one on their right.
 */
export function layDownwards(nodes: readonly Node[], measure: Measure): Layout {
  const event: Size = { width: EVENT, height: EVENT };
  const start = single({ id: START_ID, kind: 'start', node: null }, event);
  const end = single({ id: END_ID, kind: 'end', node: null }, event);
  const whole = inColumn([start, ...nodes.flatMap((node) => piecesOf(node, measure)), end]) ?? start;
  return {
    ...shift({ shapes: whole.shapes, edges: whole.edges }, MARGIN, MARGIN),
    width: whole.width + 2 * MARGIN,
    height: whole.height + 2 * MARGIN,
  };
}

function single(shape: Omit<Shape, 'box'>, { width, height }: Size): Piece {
  const x = width < GATEWAY ? (GATEWAY - width) / 2 : 0;
  const middle = Math.min(height / 2, RAIL);
  return {
    shapes: [{ ...shape, box: { x, y: 0, width, height } }],
    edges: [],
    width: x + width,
    height,
    first: shape.id,
    last: shape.id,
    side: at(x, middle),
    exit: at(x + width, middle),
  };
}

function piecesOf(node: Node, measure: Measure): readonly Piece[] {
  if (isStep(node)) return [single({ id: stepId(node.key), kind: 'step', node }, measure.step(node))];
  if (!isMatrix(node)) return [fork(node, measure)];
  const rule = single({ id: ruleId(node.key), kind: 'rule', node }, measure.rule(node));
  return [rule, ...node.steps.flatMap((step) => piecesOf(step, measure))];
}

function inColumn(pieces: readonly Piece[]): Piece | null {
  const [head, ...rest] = pieces;
  return head ? rest.reduce(append, head) : null;
}

function append(column: Piece, piece: Piece): Piece {
  const top = column.height + GAP;
  const moved = shift(piece, 0, top);
  const link = flow({ from: column.last, to: piece.first }, [at(RAIL, column.height), at(RAIL, top)]);
  return {
    shapes: [...column.shapes, ...moved.shapes],
    edges: [...column.edges, link, ...moved.edges],
    width: Math.max(column.width, piece.width),
    height: top + piece.height,
    first: column.first,
    last: piece.last,
    side: column.side,
    exit: at(piece.exit.x, top + piece.exit.y),
  };
}

interface Filled extends Lane {
  readonly piece: Piece;
}

function fork(node: Fork, measure: Measure): Piece {
  const [id, kind] = [node.key, gatewayOf(node)];
  const lanes = lanesOf(node, LABEL.width).map((lane) => ({
    ...lane,
    piece: inColumn(lane.nodes.flatMap((one) => piecesOf(one, measure))),
  }));
  const filled = lanes.filter((lane): lane is Filled => lane.piece !== null);
  const rail = INDENT + Math.max(LABEL.width, ...filled.map(({ piece }) => piece.width)) + LANE_GAP;
  const inner = stack(filled, rail);
  const empty = bypass(
    lanes.filter(({ piece }) => piece === null),
    inner.height,
  );
  const bottom = empty.height;
  const size = { width: GATEWAY, height: GATEWAY };
  const split = single({ id: splitId(id), kind, node }, size);
  const join = shift(single({ id: joinId(id), kind, node }, size), 0, bottom);
  return {
    shapes: [...split.shapes, ...inner.shapes, ...join.shapes],
    edges: [...inner.edges, ...empty.edges].map((edge) => (edge.to === joinId(id) ? arriving(edge, bottom) : edge)),
    width: rail,
    height: bottom + GATEWAY,
    first: splitId(id),
    last: joinId(id),
    side: split.side,
    exit: at(GATEWAY, bottom + RAIL),
  };
}

/** The lanes with steps, below each other; their last edges end on the right rail until the joining gateway is placed. */
function stack(lanes: readonly Filled[], rail: number): Drawn & { readonly height: number } {
  let y = GATEWAY + LANE_GAP;
  const parts = lanes.map(({ way, piece, labelHeight }) => {
    const top = y + (labelHeight > 0 ? labelHeight + 6 : 0);
    const moved = shift(piece, INDENT, top);
    const side = at(INDENT + piece.side.x, top + piece.side.y);
    const exit = at(INDENT + piece.exit.x, top + piece.exit.y);
    const enter = flow({ from: splitId(way.key), to: piece.first }, [at(RAIL, GATEWAY), at(RAIL, side.y), side], way);
    const label = labelHeight > 0 ? { x: INDENT, y, width: LABEL.width, height: labelHeight } : null;
    y = top + piece.height + LANE_GAP;
    return {
      shapes: moved.shapes,
      edges: [
        { ...enter, label },
        ...moved.edges,
        flow({ from: piece.last, to: joinId(way.key) }, [exit, at(rail, exit.y)]),
      ],
    };
  });
  return { shapes: parts.flatMap(({ shapes }) => shapes), edges: parts.flatMap(({ edges }) => edges), height: y };
}

/** The lanes without steps: straight down the left rail, their questions beside it. */
function bypass(lanes: readonly Lane[], from: number): { readonly edges: readonly Edge[]; readonly height: number } {
  let y = from;
  const edges = lanes.map(({ way, labelHeight }) => {
    const label = { x: INDENT, y, width: LABEL.width, height: labelHeight };
    y += labelHeight + 6;
    return { ...flow({ from: splitId(way.key), to: joinId(way.key) }, [at(RAIL, GATEWAY)], way), label };
  });
  return { edges, height: y };
}

/** Leads an edge to the joining gateway: from the right rail to its side, or down the left rail to its top. */
function arriving(edge: Edge, bottom: number): Edge {
  const last = edge.points.at(-1);
  const way = last && last.x > GATEWAY ? [at(last.x, bottom + RAIL), at(GATEWAY, bottom + RAIL)] : [at(RAIL, bottom)];
  return { ...edge, points: [...edge.points, ...way] };
}
