import type { MatrixBlock, Node, Step } from '../schema';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Point, Size {}

export type GatewayKind = 'exclusive' | 'inclusive' | 'parallel';
export type ShapeKind = 'start' | 'end' | 'step' | 'rule' | GatewayKind;

export interface Shape {
  readonly id: string;
  readonly kind: ShapeKind;
  readonly box: Box;
  /** The part of the policy it stands for; a block has two gateways, a matrix one rule. */
  readonly node: Node | null;
}

/** The way into one branch of a block. */
export interface Way {
  readonly key: string;
  readonly index: number;
  /** Its condition; null for the default, which is taken when no other is; undefined where nothing is asked. */
  readonly when: string | null | undefined;
}

export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  readonly way: Way | null;
  /** Where the condition is written. */
  readonly label: Box | null;
}

/** A policy laid out: everything lies within `width` × `height`, in px. */
export interface Layout extends Size {
  readonly shapes: readonly Shape[];
  readonly edges: readonly Edge[];
}

/** How big the boxes with text in them are; whoever writes the text knows. */
export interface Measure {
  readonly step: (step: Step) => Size;
  readonly rule: (block: MatrixBlock) => Size;
}

export const START_ID = 'start';
export const END_ID = 'end';
export const stepId = (key: string): string => `step.${key}`;
export const ruleId = (key: string): string => `rule.${key}`;
export const splitId = (key: string): string => `split.${key}`;
export const joinId = (key: string): string => `join.${key}`;

export const MARGIN = 8;
export const GATEWAY = 36;
export const EVENT = 28;
/** Text beside an edge: small, at most three lines. */
export const LABEL = { width: 128, fontSize: 11, lineHeight: 14, lines: 3 } as const;

const move = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });
const moveBox = (box: Box, dx: number, dy: number): Box => ({ ...box, ...move(box, dx, dy) });

export interface Drawn {
  readonly shapes: readonly Shape[];
  readonly edges: readonly Edge[];
}

export const shift = <P extends Drawn>(part: P, dx: number, dy: number): P => ({
  ...part,
  shapes: part.shapes.map((shape) => ({ ...shape, box: moveBox(shape.box, dx, dy) })),
  edges: part.edges.map((edge) => ({
    ...edge,
    points: edge.points.map((point) => move(point, dx, dy)),
    label: edge.label && moveBox(edge.label, dx, dy),
  })),
});

/** An edge between two shapes; `way` tells the empty branches of one block apart, which share both ends. */
export const flow = (
  { from, to }: Pick<Edge, 'from' | 'to'>,
  points: readonly Point[],
  way: Way | null = null,
): Edge => ({ id: way ? `${from}-${way.index}-${to}` : `${from}-${to}`, from, to, points, way, label: null });
