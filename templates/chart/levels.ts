import { translate } from '../catalog';
import { valueText } from './chart';
import { FONT_SIZE, widthOf } from './lettering';
import { type Shape, text } from './shapes';
import type { LineSpec } from './spec';

interface Room {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly y: (value: number) => number;
}

interface Name {
  readonly words: string;
  readonly y: number;
}

const LINE = FONT_SIZE + 1;
const SIDE = 4;
/** Longer names may be crossed: most of the picture is for the values. */
const MOST = 120;

/** What the names of zones take up at the left, so that no line runs through them. */
export const zoneRoom = ({ bands = [] }: LineSpec): number =>
  bands.length === 0 ? 0 : Math.min(MOST, Math.max(...bands.map(({ name }) => widthOf(name))) + 2 * SIDE);

/** Names of zones, target and thresholds at the left, each a line of text clear of the next. */
export function levelNames(spec: LineSpec, room: Room): readonly Shape[] {
  const zones = (spec.bands ?? []).map(({ name, from, to }) => ({
    words: name,
    y: (room.y(from) + room.y(to)) / 2 + LINE / 3,
  }));
  const levels = (spec.thresholds ?? []).map(({ name, value }) => ({
    words: `${name} ${valueText({ value }, spec)}`,
    y: room.y(value) - 3,
  }));
  const target = spec.target ?? null;
  const named = [...zones, ...levels, ...(target === null ? [] : [targetName(spec, target, room)])];
  return apart(named, room).map(({ words, y }) => text('mark', { x: room.left + SIDE, y, text: words }));
}

const targetName = (spec: LineSpec, value: number, { y }: Room): Name => ({
  words: translate(spec.locale, 'chart.target', { value: valueText({ value }, spec) }),
  y: y(value) - 3,
});

/** Names from top to bottom, each at least a line below the one before; what would leave the room moves up again. */
function apart(names: readonly Name[], { top, bottom }: Room): readonly Name[] {
  const sorted = names.filter(({ words }) => widthOf(words) > 0).toSorted((a, b) => a.y - b.y);
  const lowered: Name[] = [];
  for (const name of sorted) {
    const least = (lowered.at(-1)?.y ?? top - LINE) + LINE;
    lowered.push({ ...name, y: Math.max(name.y, least) });
  }
  const over = Math.max(0, (lowered.at(-1)?.y ?? 0) - (bottom - 2));
  return lowered.map((name) => ({ ...name, y: name.y - over }));
}
