import { translate } from '../catalog';
import { valueText } from './chart';
import { FONT_SIZE, widthOf } from './lettering';
import { cutText, type Shape } from './shapes';
import type { LineSpec } from './spec';

interface Room {
  /** Where the names begin. */
  readonly x: number;
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
/** Longer names are cut: most of the picture is for the values. */
const MOST = 120;
/** From the middle of a line of text down to its base. */
const MIDDLE = FONT_SIZE / 3;

/** What the names of zones take up at the left, so that no line runs through them. */
export const zoneRoom = ({ bands = [] }: LineSpec): number => roomOf(bands.map(({ name }) => name));

/** What the names of target and thresholds take up at the right, where their lines end. */
export const levelRoom = (spec: LineSpec): number => roomOf(levelsOf(spec).map(({ words }) => words));

const roomOf = (names: readonly string[]): number =>
  names.length === 0 ? 0 : Math.min(MOST, Math.max(...names.map(widthOf)) + 2 * SIDE);

/** Names of zones, each in the middle of its zone. */
export const zoneNames = ({ bands = [] }: LineSpec, room: Room): readonly Shape[] =>
  written(
    bands.map(({ name, from, to }) => ({ words: name, y: (room.y(from) + room.y(to)) / 2 })),
    room,
  );

/** Names of target and thresholds, each at the end of its line. */
export const levelNames = (spec: LineSpec, room: Room): readonly Shape[] =>
  written(
    levelsOf(spec).map(({ words, value }) => ({ words, y: room.y(value) })),
    room,
  );

function levelsOf(spec: LineSpec): readonly { readonly words: string; readonly value: number }[] {
  const { thresholds = [], target = null } = spec;
  const levels = thresholds.map(({ name, value }) => ({ words: `${name} ${valueText({ value }, spec)}`, value }));
  if (target === null) return levels;
  const words = translate(spec.locale, 'chart.target', { value: valueText({ value: target }, spec) });
  return [...levels, { words, value: target }];
}

const written = (names: readonly Name[], room: Room): readonly Shape[] =>
  apart(
    names.map(({ words, y }) => ({ words, y: y + MIDDLE })),
    room,
  ).map(({ words, y }) => cutText('mark', { x: room.x + SIDE, y, text: words, room: MOST - 2 * SIDE }));

/** Names from top to bottom, each at least a line below the one before; what would leave the room moves up again. */
function apart(names: readonly Name[], { top, bottom }: Room): readonly Name[] {
  const sorted = names.filter(({ words }) => widthOf(words) > 0).toSorted((a, b) => a.y - b.y);
  const lowered: Name[] = [];
  for (const name of sorted) {
    const least = (lowered.at(-1)?.y ?? top - LINE) + LINE;
    lowered.push({ ...name, y: Math.max(name.y, least) });
  }
  const raised: Name[] = [];
  for (const name of lowered.toReversed()) {
    const most = (raised.at(-1)?.y ?? bottom - 2 + LINE) - LINE;
    raised.push({ ...name, y: Math.min(name.y, most) });
  }
  return raised.toReversed();
}
