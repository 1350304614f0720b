import fc from 'fast-check';
import type { Chart } from '../../templates/chart/chart';
import { lineChart } from '../../templates/chart/line-chart';
import { widthOf } from '../../templates/chart/lettering';
import type { LineSpec } from '../../templates/chart/spec';

const DRAWN = /^(?:line|other|forecast|target|limit-.*)$/;
/** How much of a line of text is between its base and the top and the bottom of its letters. */
const [ASCENT, DESCENT] = [9, 2];

const seriesOf = (values: readonly (number | null)[]): LineSpec => ({
  ...{ title: 'KPI', unit: '%', locale: 'en', target: 80 },
  points: values.map((value, index) => ({ label: `2026-${String(index + 1).padStart(2, '0')}`, value })),
  thresholds: [{ name: 'Red', value: 75, tone: 'bad' }],
});

interface Words {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const wordsOf = ({ shapes }: Chart): readonly Words[] =>
  shapes.flatMap((shape) => {
    if (shape.kind !== 'text') return [];
    const { x, y, anchor, text } = shape;
    const left = x - widthOf(text) * { start: 0, middle: 0.5, end: 1 }[anchor];
    return [{ text, left, right: left + widthOf(text), top: y - ASCENT, bottom: y + DESCENT }];
  });

/** Places along every line that is drawn, a unit or less apart. */
const inkOf = ({ shapes }: Chart): readonly (readonly [number, number])[] =>
  shapes.flatMap((shape) => {
    if (shape.kind === 'dot') return [[shape.x, shape.y] as const];
    if (shape.kind !== 'path' || !DRAWN.test(shape.look)) return [];
    const places = shape.d.split(/(?=[ML])/).map((part) => {
      const [x = 0, y = 0] = part.slice(1).trim().split(' ').map(Number);
      return { x, y, begins: part.startsWith('M') };
    });
    return places.flatMap((to, index) => {
      const from = to.begins ? to : (places[index - 1] ?? to);
      const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)) + 1;
      return Array.from({ length: steps + 1 }, (_, step): readonly [number, number] => [
        from.x + ((to.x - from.x) * step) / steps,
        from.y + ((to.y - from.y) * step) / steps,
      ]);
    });
  });

/** What stands on a line, on other words or outside of the picture. */
function unclear(chart: Chart): readonly string[] {
  const words = wordsOf(chart);
  const ink = inkOf(chart);
  return words.flatMap((one, index) => [
    ...(ink.some(([x, y]) => x > one.left && x < one.right && y > one.top && y < one.bottom)
      ? [`${one.text} on a line`]
      : []),
    ...words
      .slice(index + 1)
      .filter((two) => two.left < one.right && two.right > one.left && two.top < one.bottom && two.bottom > one.top)
      .map((two) => `${one.text} on ${two.text}`),
    ...(one.left < 0 || one.right > chart.width || one.top < 0 || one.bottom > chart.height
      ? [`${one.text} outside`]
      : []),
  ]);
}

describe('words in a line chart', () => {
  const zigzag = Array.from({ length: 36 }, (_, index) => (index % 2 === 0 ? 60 : 100));
  const awkward: readonly (readonly [string, LineSpec])[] = [
    ['values at the target', seriesOf([80, 80, 80, 80])],
    ['a rise through the target', seriesOf([70, 90])],
    ['a fall onto the red line', seriesOf([90, 82, 75])],
    ['the highest value at the end', seriesOf([70, 72, 100])],
    ['the lowest value at the end', seriesOf([100, 99, 60])],
    ['a single value', seriesOf([80])],
    ['gaps', seriesOf([80, null, 75, null, null])],
    ['a line that is everywhere', seriesOf(zigzag)],
    ['target and threshold in one', { ...seriesOf([79, 81]), thresholds: [{ name: 'Red', value: 80, tone: 'bad' }] }],
    [
      'more levels than have room at their lines',
      {
        ...seriesOf([60, 99, 61]),
        thresholds: [79.9, 80.1, 60, 60.1].map((value) => ({ name: 'A level', value, tone: 'warn' as const })),
      },
    ],
    [
      'a long name of a level',
      {
        ...seriesOf([80, 75]),
        thresholds: [{ name: 'The level that no service may ever fall below', value: 75, tone: 'bad' }],
      },
    ],
    [
      'a forecast around the last value',
      {
        ...seriesOf([82, 84, 81, 79]),
        forecast: ['2026-05', '2026-06'].map((label) => ({ label, value: 82, lower: 75, upper: 89 })),
      },
    ],
    [
      'zones and a further line',
      {
        ...seriesOf([55, 80, 61]),
        range: { min: 0, max: 100 },
        others: [{ name: 'Rolling', values: [55, 67, 62] }],
        bands: [
          { name: 'needs improvement', from: 0, to: 60, tone: 'bad' },
          { name: 'good', from: 60, to: 62, tone: 'info' },
          { name: 'excellent', from: 62, to: 100, tone: 'good' },
        ],
      },
    ],
  ];

  test.each(awkward)('stand clear of lines and of each other: %s', (_name, spec) => {
    expect(unclear(lineChart(spec))).toEqual([]);
    expect(unclear(lineChart({ ...spec, locale: 'zh-CN' }))).toEqual([]);
  });

  test('stand clear whatever the values are', () => {
    const value = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        expect(unclear(lineChart({ ...seriesOf(values), range: { min: 0, max: 100 } }))).toEqual([]);
      }),
    );
  });

  test('name the newest value at its point where there is room', () => {
    const { shapes } = lineChart(seriesOf([70, 90, 85]));
    const [value] = shapes.flatMap((shape) => (shape.kind === 'text' && shape.look === 'value' ? [shape] : []));
    const newest = shapes.findLast((shape) => shape.kind === 'dot');
    expect(value?.text).toBe('85%');
    expect(Math.abs((value?.x ?? 0) - (newest?.kind === 'dot' ? newest.x : 0))).toBeLessThan(40);
  });
});
