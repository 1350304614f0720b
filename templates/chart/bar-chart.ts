import { translate } from '../catalog';
import { type Chart, valueText, WIDTH } from './chart';
import { widthOf } from './lettering';
import { cutText, line, rect, type Shape, text } from './shapes';
import type { BarSpec } from './spec';

const ROW = 26;
const THICK = 14;
const TOP = 6;
const GAP = 6;
/** Most of the width that names may take. */
const NAMES = 0.36;

/** Bars from left to right, one under the other with their names before and their values behind them; from zero always. */
export function barChart(spec: BarSpec): Chart {
  const height = TOP * 2 + ROW * spec.bars.length;
  const texts = spec.bars.map((bar) => valueText(bar, spec));
  return {
    title: spec.title,
    summary: summaryOf(spec, texts),
    width: WIDTH,
    height,
    shapes: drawBars(spec, { texts, height }),
    table: {
      head: [spec.name ?? translate(spec.locale, 'chart.period'), translate(spec.locale, 'chart.value')],
      rows: spec.bars.map(({ label }, index) => [label, texts[index] ?? '']),
    },
  };
}

function drawBars(
  { bars }: BarSpec,
  { texts, height }: { texts: readonly string[]; height: number },
): readonly Shape[] {
  if (bars.length === 0) return [];
  const names = Math.min(WIDTH * NAMES, Math.max(...bars.map(({ label }) => widthOf(label)))) + GAP;
  const values = Math.max(...texts.map(widthOf)) + GAP;
  const known = bars.map(({ value }) => value ?? 0);
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  // Values below zero grow leftwards, and their texts need room there too.
  const start = names + (least < 0 ? values : 0);
  const unit = Math.max(40, WIDTH - start - values) / (most - least || 1);
  const zero = start - least * unit;
  const rows = bars.flatMap(({ label, value, tone = 'info' }, index) => {
    const middle = TOP + ROW * (index + 0.5);
    const length = (value ?? 0) * unit;
    const x = Math.min(zero, zero + length);
    return [
      cutText('label', { x: names - GAP, y: middle + 4, anchor: 'end', text: label, room: names - GAP }),
      rect(`bar-${tone}`, { x, y: middle - THICK / 2, width: Math.abs(length), height: THICK }),
      text('value', {
        x: length < 0 ? x - GAP / 2 : x + Math.abs(length) + GAP,
        y: middle + 4,
        anchor: length < 0 ? 'end' : 'start',
        text: texts[index] ?? '',
      }),
    ];
  });
  return [
    ...rows,
    line('axis', [
      { x: zero, y: TOP },
      { x: zero, y: height - TOP },
    ]),
  ];
}

const summaryOf = ({ bars, locale }: BarSpec, texts: readonly string[]): string =>
  bars.length === 0
    ? translate(locale, 'chart.no-values')
    : bars.map(({ label }, index) => `${label} ${texts[index] ?? ''}`).join(translate(locale, 'word.semicolon'));
