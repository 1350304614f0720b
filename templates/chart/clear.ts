import { FONT_SIZE, widthOf } from './lettering';
import type { Place } from './shapes';

/** Lines that words have to stay clear of; a missing place interrupts one. */
export type Stroke = readonly (Place | null)[];

/** Where words may stand. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Bold letters are a little wider than those that `widthOf` knows. */
const BOLD = 1.08;
/** Letters above their base and below it. */
const ASCENT = 9;
const DESCENT = 2;
/** A point is drawn as a dot, of which words stay clear too. */
const DOT = 3.5;
const STEP = 6;
const STEPS = 8;

/**
 * Where bold words that belong to a point stand, as their middle and base: as near as there is room, within `room` and
 * clear of all lines; where there is none, above the room, where no line is.
 */
export function placeBeside(words: string, point: Place, { room, strokes }: { room: Box; strokes: readonly Stroke[] }) {
  const half = (widthOf(words) * BOLD) / 2;
  const within = (x: number): number => Math.max(room.left + half, Math.min(x, room.right - half));
  const boxAt = ({ x, y }: Place): Box => ({ left: x - half, top: y - ASCENT, right: x + half, bottom: y + DESCENT });
  const free = (place: Place): boolean => {
    const box = boxAt(place);
    return box.top >= room.top && box.bottom <= room.bottom && !strokes.some((stroke) => touches(stroke, box));
  };
  const near = placesAbout(point, half).map(({ x, y }) => ({ x: within(x), y }));
  return near.find(free) ?? { x: within(point.x), y: room.top + ASCENT };
}

/** Above, below and beside a point, the nearest first. */
const placesAbout = ({ x, y }: Place, half: number): readonly Place[] =>
  Array.from({ length: STEPS }, (_, step) => step * STEP).flatMap((far) => {
    const [above, below] = [y - 8 - far, y + 8 + ASCENT + far];
    const aside = half + 8 + far;
    const sides = [0, -half, half, -aside, aside].flatMap((shift) =>
      [above, below].map((at) => ({ x: x + shift, y: at })),
    );
    return [...sides, ...[aside, -aside].map((shift) => ({ x: x + shift, y: y + FONT_SIZE / 3 }))];
  });

const touches = (stroke: Stroke, box: Box): boolean =>
  stroke.some((place, index) => place !== null && crosses(place, stroke[index + 1] ?? place, box));

/** Whether a piece of a line comes into a box: the part of it inside is cut out side by side (Liang and Barsky, 1984). */
function crosses(from: Place, to: Place, { left, top, right, bottom }: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const sides = [
    { by: -dx, room: from.x - (left - DOT) },
    { by: dx, room: right + DOT - from.x },
    { by: -dy, room: from.y - (top - DOT) },
    { by: dy, room: bottom + DOT - from.y },
  ];
  if (sides.some(({ by, room }) => by === 0 && room < 0)) return false;
  const begin = Math.max(0, ...sides.flatMap(({ by, room }) => (by < 0 ? [room / by] : [])));
  const end = Math.min(1, ...sides.flatMap(({ by, room }) => (by > 0 ? [room / by] : [])));
  return begin <= end;
}
