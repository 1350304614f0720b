import { translate } from '../catalog';
import { type Chart, valueText, WIDTH } from './chart';
import { FONT_SIZE, wrapped } from './lettering';
import { area, dot, line, type Place, type Shape, text } from './shapes';
import type { RadarSpec } from './spec';

const HEIGHT = 260;
const RADIUS = 88;
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 };
const RINGS = [0.25, 0.5, 0.75, 1];
const GAP = 10;
const SIDE = 4;
const LINE = FONT_SIZE + 1;

/**
 * Values of several kinds around a centre, each on an axis of its own from 0 to `most`, before the best that there is on
 * each. Pure: the same specification draws the same picture. It takes three axes to have an area.
 */
export function radarChart(spec: RadarSpec): Chart {
  const { axes } = spec;
  const at = (share: number, index: number): Place => placeAt(share, index / axes.length);
  const placed = (value: number | null, index: number): Place | null =>
    value === null ? null : at(Math.min(1, Math.max(0, value / spec.most)), index);
  const own = axes.map(({ value }, index) => placed(value, index));
  const known = own.filter((place) => place !== null);
  return {
    title: spec.title,
    summary: axes.map((axis) => `${axis.label} ${valueText(axis, spec)}`).join(translate(spec.locale, 'word.comma')),
    width: WIDTH,
    height: HEIGHT,
    shapes: [
      ...(known.length === axes.length ? [area('range', known)] : []),
      ...RINGS.map((share) =>
        closed(
          'grid',
          axes.map((_axis, index) => at(share, index)),
        ),
      ),
      ...axes.map((_axis, index) => line('axis', [CENTRE, at(1, index)])),
      closed(
        'other',
        axes.map(({ best }, index) => placed(best, index)),
      ),
      closed('line', own),
      ...known.map((place) => dot('point', place)),
      ...axes.flatMap((axis, index) => label(spec, axis, at(1 + GAP / RADIUS, index))),
    ],
    table: {
      head: [spec.axisName, spec.name, spec.bestName],
      rows: axes.map((axis) => [axis.label, valueText(axis, spec), valueText({ value: axis.best }, spec)]),
    },
  };
}

/** The first axis points up; the others follow clockwise. */
function placeAt(share: number, turn: number): Place {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return { x: CENTRE.x + Math.cos(angle) * RADIUS * share, y: CENTRE.y + Math.sin(angle) * RADIUS * share };
}

/** Back to where it began; a missing place interrupts it. */
const closed = (look: 'grid' | 'other' | 'line', places: readonly (Place | null)[]): Shape =>
  line(look, [...places, places[0] ?? null]);

/** What an axis is and its value, in two lines where one has no room, away from the centre. */
function label(spec: RadarSpec, axis: RadarSpec['axes'][number], { x, y }: Place): readonly Shape[] {
  const offset = x - CENTRE.x;
  const anchor = Math.abs(offset) < 1 ? 'middle' : offset > 0 ? 'start' : 'end';
  const value = ` ${valueText(axis, spec)}`;
  const lines = wrapped(axis.label, value, (anchor === 'middle' ? WIDTH : WIDTH / 2 - Math.abs(offset)) - SIDE);
  const cut = lines.some((one) => one.includes('…')) && !axis.label.includes('…');
  const above = anchor === 'middle' ? (y < CENTRE.y ? 1 : 0) : 0.5;
  const first = y + FONT_SIZE / 3 - above * (lines.length - 1) * LINE;
  const full = cut ? `${axis.label}${value}` : null;
  return lines.map((one, index) => text('label', { x, y: first + index * LINE, anchor, text: one, full }));
}
