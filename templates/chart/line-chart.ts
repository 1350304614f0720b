import { translate } from '../catalog';
import { type Chart, valueText, WIDTH } from './chart';
import { placeBeside, type Stroke } from './clear';
import { widthOf } from './lettering';
import { lineTable } from './line-table';
import { levelNames, levelRoom, zoneNames, zoneRoom } from './levels';
import { fixedScale, type Scale, scaleOf } from './scale';
import { area, dot, line, type Place, rect, type Shape, text } from './shapes';
import type { LineSpec } from './spec';

const HEIGHT = 210;
/** Above the highest value a line of text has room. */
const TOP = 18;
const FOOT = 24;
const RIGHT = 12;

/**
 * Values over time as one line: zones behind it, target and thresholds across it, further lines and a forecast with its
 * range beside it. Pure: the same specification draws the same picture.
 */
export function lineChart(spec: LineSpec): Chart {
  const frame = frameOf(spec);
  return {
    title: spec.title,
    summary: summaryOf(spec),
    width: WIDTH,
    height: HEIGHT,
    shapes: [
      ...bands(spec, frame),
      ...axes(spec, frame),
      ...forecast(spec, frame),
      ...levels(spec, frame),
      ...values(spec, frame),
      ...newestValue(spec, frame),
    ],
    table: lineTable(spec),
  };
}

/** Where values and places lie in the picture. */
interface Frame {
  readonly scale: Scale;
  readonly left: number;
  /** Where the places of the values begin. */
  readonly start: number;
  /** Where lines end. */
  readonly right: number;
  readonly labels: readonly string[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function frameOf(spec: LineSpec): Frame {
  const scale = spec.range ? fixedScale(spec.range) : scaleOf(valuesOf(spec));
  const left = 8 + Math.max(...scale.ticks.map((tick) => widthOf(tickText(tick, spec))));
  const labels = [...spec.points, ...(spec.forecast ?? [])].map(({ label }) => label);
  const start = left + zoneRoom(spec);
  const right = WIDTH - Math.max(RIGHT, levelRoom(spec));
  const room = right - start;
  const share = (value: number): number => Math.min(1, Math.max(0, (value - scale.min) / (scale.max - scale.min)));
  return {
    scale,
    left,
    start,
    right,
    labels,
    x: (index) => start + (room * (index + 0.5)) / labels.length,
    y: (value) => TOP + (HEIGHT - TOP - FOOT) * (1 - share(value)),
  };
}

function valuesOf({ points, others = [], forecast: ahead = [], target, thresholds = [] }: LineSpec): readonly number[] {
  const given = [
    ...points.map(({ value }) => value),
    ...others.flatMap(({ values: more }) => more),
    ...ahead.flatMap(({ lower, upper }) => [lower, upper]),
    target ?? null,
    ...thresholds.map(({ value }) => value),
  ].filter((value) => value !== null);
  return given.length > 0 ? given : [0, 1];
}

const tickText = (value: number, { unit, locale }: LineSpec): string =>
  valueText({ value }, { unit: unit === '%' ? unit : '', locale });

const bands = ({ bands: zones = [] }: LineSpec, { left, right, y }: Frame): readonly Shape[] =>
  zones.map(({ from, to, tone }) =>
    rect(`band-${tone}`, { x: left, y: y(to), width: right - left, height: y(from) - y(to) }),
  );

function axes(spec: LineSpec, frame: Frame): readonly Shape[] {
  const { scale, left, labels, y } = frame;
  return [
    ...scale.ticks.flatMap((tick) => [
      line('grid', across(frame, tick)),
      text('label', { x: left - 5, y: y(tick) + 4, anchor: 'end', text: tickText(tick, spec) }),
    ]),
    line('axis', across(frame, scale.min)),
    ...(labels.length > 0 ? placeNames(frame) : []),
  ];
}

/** The names of the places that have room beside each other, inside the picture. */
function placeNames({ start, right, labels, x }: Frame): readonly Shape[] {
  const widest = Math.max(...labels.map(widthOf));
  const last = WIDTH - 2 - widest / 2;
  const needed = widest + 8 + Math.max(0, x(labels.length - 1) - last);
  const every = Math.max(1, Math.ceil((needed * labels.length) / (right - start)));
  // Counted from the newest, which is the one that is asked about.
  return labels.flatMap((label, index) =>
    (labels.length - 1 - index) % every === 0
      ? [text('label', { x: Math.min(x(index), last), y: HEIGHT - 6, anchor: 'middle', text: label })]
      : [],
  );
}

const across = ({ left, right, y }: Frame, value: number): readonly Place[] => [
  { x: left, y: y(value) },
  { x: right, y: y(value) },
];

/** A line across the values, between the names of the zones and its own. */
const level = (frame: Frame, value: number): readonly Place[] => across({ ...frame, left: frame.start }, value);

const limitsOf = ({ thresholds = [] }: LineSpec, { scale }: Frame) =>
  thresholds.filter(({ value }) => value >= scale.min && value <= scale.max);

function levels(spec: LineSpec, frame: Frame): readonly Shape[] {
  const { target } = spec;
  const room = { top: TOP, bottom: HEIGHT - FOOT, y: frame.y };
  return [
    ...limitsOf(spec, frame).map(({ value, tone }) => line(`limit-${tone}`, level(frame, value))),
    ...(target === null || target === undefined ? [] : [line('target', level(frame, target))]),
    ...zoneNames(spec, { x: frame.left, ...room }),
    ...levelNames(spec, { x: frame.right, ...room }),
  ];
}

function forecast(spec: LineSpec, frame: Frame): readonly Shape[] {
  if ((spec.forecast ?? []).length === 0) return [];
  const { middle, upper, lower } = aheadOf(spec, frame);
  return [area('range', [...upper, ...lower.toReversed()]), line('forecast', middle)];
}

/** What is expected and the ends of its range, each from the last value on. */
function aheadOf({ points, forecast: ahead = [] }: LineSpec, { x, y }: Frame) {
  const last = points.at(-1)?.value ?? null;
  const start = last === null ? [] : [{ x: x(points.length - 1), y: y(last) }];
  const of = (key: 'value' | 'upper' | 'lower'): readonly Place[] => [
    ...start,
    ...ahead.map((point, index) => ({ x: x(points.length + index), y: y(point[key]) })),
  ];
  return { middle: of('value'), upper: of('upper'), lower: of('lower') };
}

/** The values at their places, then the further lines. */
const strokesOf = ({ points, others = [] }: LineSpec, { x, y }: Frame): readonly [Stroke, ...Stroke[]] => {
  const placed = (given: readonly (number | null)[]): Stroke =>
    given.map((value, index) => (value === null ? null : { x: x(index), y: y(value) }));
  return [
    placed(points.map(({ value }) => value)),
    ...others.map((other) => placed(other.values.slice(0, points.length))),
  ];
};

function values(spec: LineSpec, frame: Frame): readonly Shape[] {
  const [places, ...others] = strokesOf(spec, frame);
  return [
    ...others.map((other) => line('other', other)),
    line('line', places),
    ...places.flatMap((one) => (one ? [dot('point', one)] : [])),
  ];
}

/** The newest value stands at its point, clear of every line. */
function newestValue(spec: LineSpec, frame: Frame): readonly Shape[] {
  const strokes = strokesOf(spec, frame);
  const newest = spec.points.findLastIndex(({ value }) => value !== null);
  const [point, place] = [spec.points[newest], strokes[0][newest]];
  if (!point || !place) return [];
  const { middle, upper, lower } = aheadOf(spec, frame);
  const named = [...limitsOf(spec, frame).map(({ value }) => value), spec.target ?? null].filter((one) => one !== null);
  const words = valueText(point, spec);
  const right = named.length > 0 ? frame.right : WIDTH - 2;
  const at = placeBeside(words, place, {
    room: { left: frame.start, top: 2, right, bottom: HEIGHT - FOOT - 1 },
    strokes: [...strokes, middle, upper, lower, ...named.map((value) => level(frame, value))],
  });
  return [text('value', { ...at, anchor: 'middle', text: words })];
}

function summaryOf(spec: LineSpec): string {
  const known = spec.points.filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return translate(spec.locale, 'chart.no-values');
  const words = translate(spec.locale, 'chart.from-to', {
    first: first.label,
    firstValue: valueText(first, spec),
    last: last.label,
    lastValue: valueText(last, spec),
  });
  if (spec.target === null || spec.target === undefined) return words;
  return `${words} ${translate(spec.locale, 'chart.target-is', { value: valueText({ value: spec.target }, spec) })}`;
}
