import { translate } from '../catalog';
import { type Chart, valueText, WIDTH } from './chart';
import { FONT_SIZE, widthOf } from './lettering';
import { lineTable } from './line-table';
import { levelNames, zoneRoom } from './levels';
import { fixedScale, type Scale, scaleOf } from './scale';
import { area, dot, line, type Place, rect, type Shape, text } from './shapes';
import type { LineSpec } from './spec';

const HEIGHT = 210;
const TOP = 16;
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
  readonly labels: readonly string[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function frameOf(spec: LineSpec): Frame {
  const scale = spec.range ? fixedScale(spec.range) : scaleOf(valuesOf(spec));
  const left = 8 + Math.max(...scale.ticks.map((tick) => widthOf(tickText(tick, spec))));
  const labels = [...spec.points, ...(spec.forecast ?? [])].map(({ label }) => label);
  const start = left + zoneRoom(spec);
  const room = WIDTH - RIGHT - start;
  const share = (value: number): number => Math.min(1, Math.max(0, (value - scale.min) / (scale.max - scale.min)));
  return {
    scale,
    left,
    start,
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

const bands = ({ bands: zones = [] }: LineSpec, { left, y }: Frame): readonly Shape[] =>
  zones.map(({ from, to, tone }) =>
    rect(`band-${tone}`, { x: left, y: y(to), width: WIDTH - RIGHT - left, height: y(from) - y(to) }),
  );

function axes(spec: LineSpec, { scale, left, start, labels, x, y }: Frame): readonly Shape[] {
  const across = (value: number): readonly Place[] => [
    { x: left, y: y(value) },
    { x: WIDTH - RIGHT, y: y(value) },
  ];
  const every = Math.ceil(labels.length / Math.max(1, Math.floor((WIDTH - start) / (widest(labels) + 8))));
  return [
    ...scale.ticks.flatMap((tick) => [
      line('grid', across(tick)),
      text('label', { x: left - 5, y: y(tick) + 4, anchor: 'end', text: tickText(tick, spec) }),
    ]),
    line('axis', across(scale.min)),
    // Counted from the newest, which is the one that is asked about.
    ...labels.flatMap((label, index) =>
      (labels.length - 1 - index) % every === 0
        ? [text('label', { x: x(index), y: HEIGHT - 6, anchor: 'middle', text: label })]
        : [],
    ),
  ];
}

const widest = (labels: readonly string[]): number => Math.max(...labels.map(widthOf));

function levels(spec: LineSpec, { scale, left, y }: Frame): readonly Shape[] {
  const across = (value: number): readonly Place[] => [
    { x: left, y: y(value) },
    { x: WIDTH - RIGHT, y: y(value) },
  ];
  const { thresholds = [], target } = spec;
  const shown = thresholds.filter(({ value }) => value >= scale.min && value <= scale.max);
  return [
    ...shown.map(({ value, tone }) => line(`limit-${tone}`, across(value))),
    ...(target === null || target === undefined ? [] : [line('target', across(target))]),
    ...levelNames(spec, { left, top: TOP, bottom: HEIGHT - FOOT, y }),
  ];
}

function forecast({ points, forecast: ahead = [] }: LineSpec, { x, y }: Frame): readonly Shape[] {
  const last = points.at(-1)?.value ?? null;
  if (ahead.length === 0) return [];
  const behind = (index: number): number => x(points.length + index);
  const start = last === null ? [] : [{ x: x(points.length - 1), y: y(last) }];
  const upper = ahead.map((point, index) => ({ x: behind(index), y: y(point.upper) }));
  const lower = ahead.map((point, index) => ({ x: behind(index), y: y(point.lower) }));
  return [
    area('range', [...start, ...upper, ...lower.toReversed()]),
    line('forecast', [...start, ...ahead.map(({ value }, index) => ({ x: behind(index), y: y(value) }))]),
  ];
}

function values(spec: LineSpec, { x, y }: Frame): readonly Shape[] {
  const placed = (given: readonly (number | null)[]): readonly (Place | null)[] =>
    given.map((value, index) => (value === null ? null : { x: x(index), y: y(value) }));
  const places = placed(spec.points.map(({ value }) => value));
  const newest = spec.points.findLastIndex(({ value }) => value !== null);
  const [point, place] = [spec.points[newest], places[newest]];
  return [
    ...(spec.others ?? []).map((other) => line('other', placed(other.values.slice(0, spec.points.length)))),
    line('line', places),
    ...places.flatMap((one) => (one ? [dot('point', one)] : [])),
    ...(point && place ? [newestValue(valueText(point, spec), place)] : []),
  ];
}

/** The newest value stands at its point, inside the picture whatever its length. */
function newestValue(words: string, { x, y }: Place): Shape {
  const half = widthOf(words) / 2;
  const above = y - 9 > FONT_SIZE;
  return text('value', {
    x: Math.min(x, WIDTH - 2 - half),
    y: above ? y - 9 : y + 9 + FONT_SIZE,
    anchor: 'middle',
    text: words,
  });
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
