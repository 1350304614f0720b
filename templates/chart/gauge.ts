import { translate } from '../catalog';
import { type Chart, valueText } from './chart';
import { area, line, type Place, type Shape, text } from './shapes';
import type { Tone } from './paint';
import type { GaugeSpec } from './spec';

const WIDTH = 180;
const HEIGHT = 112;
const CENTRE: Place = { x: 90, y: 92 };
const RING = { outer: 80, inner: 60 };
const ZONES = { outer: 57, inner: 53 };
/** Of a full circle's half, so that an arc is smooth at any size. */
const STEPS = 60;

/** A half circle that is filled from 0 on the left to 100 on the right, with zones beneath and the limit as a line. */
export function gauge(spec: GaugeSpec): Chart {
  const { value, limit, title, parts, locale } = spec;
  const written = valueText({ value }, spec);
  const tone: Tone = value < limit.value ? 'warn' : 'good';
  return {
    title,
    summary: `${written}${translate(locale, 'word.semicolon')}${limit.name} ${valueText({ value: limit.value }, spec)}`,
    width: WIDTH,
    height: HEIGHT,
    shapes: [
      arc('band-info', RING, { from: 0, to: 100 }),
      ...(value > 0 ? [arc(`bar-${tone}`, RING, { from: 0, to: value })] : []),
      arc('band-warn', ZONES, { from: 0, to: limit.value }),
      arc('band-good', ZONES, { from: limit.value, to: 100 }),
      line('limit-warn', [placeAt(limit.value, ZONES.inner), placeAt(limit.value, RING.outer + 4)]),
      text('value', { x: CENTRE.x, y: CENTRE.y - 14, anchor: 'middle', text: written }),
      text('label', { x: CENTRE.x, y: CENTRE.y + 2, anchor: 'middle', text: `${limit.name} ${limit.value}` }),
      text('label', { x: CENTRE.x - (RING.outer + RING.inner) / 2, y: HEIGHT - 4, anchor: 'middle', text: '0' }),
      text('label', { x: CENTRE.x + (RING.outer + RING.inner) / 2, y: HEIGHT - 4, anchor: 'middle', text: '100' }),
    ],
    table: {
      head: [spec.name, translate(locale, 'chart.value')],
      rows: parts.map((part) => [part.label, valueText(part, spec)]),
    },
  };
}

interface Ring {
  readonly outer: number;
  readonly inner: number;
}

/** The point that a value has on the half circle of a radius. */
function placeAt(value: number, radius: number): Place {
  const angle = Math.PI * (1 - value / 100);
  return { x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y - radius * Math.sin(angle) };
}

function arc(
  look: Shape['look'],
  { outer, inner }: Ring,
  { from, to }: { readonly from: number; readonly to: number },
): Shape {
  const steps = Math.max(1, Math.ceil(((to - from) / 100) * STEPS));
  const values = Array.from({ length: steps + 1 }, (_, step) => from + ((to - from) * step) / steps);
  return area(look, [
    ...values.map((value) => placeAt(value, outer)),
    ...values.toReversed().map((value) => placeAt(value, inner)),
  ]);
}
