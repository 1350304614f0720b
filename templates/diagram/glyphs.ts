import type { Mark } from '../../domain/approval/diagram/marks';
import type { Box, Edge, Point, ShapeKind } from '../../domain/approval/diagram/shapes';

/** Signs of a mark, drawn around 0,0: no font is relied on for them. */
export const SIGNS: Readonly<Record<Mark, string>> = {
  approved: 'M-3.5 .3-1 2.8 3.7-2.6',
  rejected: 'M-2.8-2.8 2.8 2.8M2.8-2.8-2.8 2.8',
  returned: 'M3.5 2.6V-.8H-3.2M-.6-3.4-3.2-.8-.6 1.8',
  active: 'M0-3.4V.4L2.6 2',
  skipped: 'M-3.2 0H3.2',
  cancelled: 'M-3.2 0H3.2',
  out: 'M-3.2 0H3.2',
  waiting: '',
  ahead: '',
};

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

function rounded({ x, y, width, height }: Box): string {
  const r = 7;
  const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx * r} ${dy * r}`;
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h${-across}${corner(-1, -1)}v${-down}${corner(1, -1)}z`;
}

function circle(box: Box): string {
  const { x, y } = middle(box);
  const r = box.width / 2;
  return `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;
}

function diamond(box: Box): string {
  const { x, y } = middle(box);
  const half = box.width / 2;
  return `M${x} ${y - half}l${half} ${half}-${half} ${half}-${half}-${half}z`;
}

const OUTLINES: Readonly<Record<ShapeKind, (box: Box) => string>> = {
  start: circle,
  end: circle,
  step: rounded,
  rule: rounded,
  exclusive: diamond,
  inclusive: diamond,
  parallel: diamond,
};
export const outlineOf = (kind: ShapeKind, box: Box): string => OUTLINES[kind](box);

/** What tells the kinds of gateway apart, as BPMN draws them. */
export function glyphOf(kind: ShapeKind, box: Box): string | null {
  const { x, y } = middle(box);
  if (kind === 'exclusive') return `M${x - 5} ${y - 5}l10 10m0-10l-10 10`;
  if (kind === 'parallel') return `M${x - 7} ${y}h14m-7-7v14`;
  if (kind === 'inclusive') return circle({ x: x - 7, y: y - 7, width: 14, height: 14 });
  return null;
}

export const pathOf = ({ points }: Edge): string => `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;

/** The head of an arrow: at the end of an edge, in its last direction. */
export function headOf({ points }: Edge): string {
  const { to, dx, dy } = direction(points.slice(-2));
  const back = { x: to.x - dx * 7, y: to.y - dy * 7 };
  return `M${to.x} ${to.y}L${back.x - dy * 3.5} ${back.y + dx * 3.5}L${back.x + dy * 3.5} ${back.y - dx * 3.5}z`;
}

/** The stroke across the beginning of a default way. */
export function slashOf({ points }: Edge): string {
  const { from, dx, dy } = direction(points.slice(0, 2));
  const at = { x: from.x + dx * 8, y: from.y + dy * 8 };
  return `M${at.x - 4} ${at.y + 4}l8-8`;
}

function direction(points: readonly Point[]): { from: Point; to: Point; dx: number; dy: number } {
  const [from = { x: 0, y: 0 }, to = from] = points;
  return { from, to, dx: Math.sign(to.x - from.x), dy: Math.sign(to.y - from.y) };
}
