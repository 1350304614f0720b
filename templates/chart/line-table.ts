import { translate } from '../catalog';
import { type ChartTable, valueText } from './chart';
import type { LineSpec } from './spec';

/** All that a line chart shows, row by row: values, further lines, the forecast with its range. */
export function lineTable(spec: LineSpec): ChartTable {
  const others = spec.others ?? [];
  const head = [
    translate(spec.locale, 'chart.period'),
    spec.name ?? translate(spec.locale, 'chart.value'),
    ...others.map(({ name }) => name),
  ];
  const rows = spec.points.map((point, index) => [
    point.label,
    valueText(point, spec),
    ...others.map(({ values }) => valueText({ value: values[index] ?? null }, spec)),
  ]);
  return { head, rows: [...rows, ...forecastRows(spec)] };
}

const forecastRows = (spec: LineSpec): readonly (readonly string[])[] =>
  (spec.forecast ?? []).map(({ label, value, lower, upper }) => [
    label,
    translate(spec.locale, 'chart.expected', {
      value: valueText({ value }, spec),
      lower: valueText({ value: lower }, spec),
      upper: valueText({ value: upper }, spec),
    }),
    ...(spec.others ?? []).map(() => valueText({ value: null }, spec)),
  ]);
