import fc from 'fast-check';
import { barChart } from '../../templates/chart/bar-chart';
import type { Chart } from '../../templates/chart/chart';
import { gauge } from '../../templates/chart/gauge';
import { lineChart } from '../../templates/chart/line-chart';
import { widthOf } from '../../templates/chart/lettering';
import { LOOKS } from '../../templates/chart/paint';
import { fixedScale, scaleOf } from '../../templates/chart/scale';
import type { LineSpec } from '../../templates/chart/spec';
import { renderChart } from '../../templates/render';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const availability: LineSpec = {
  title: '可用率',
  unit: '%',
  locale: 'zh-CN',
  points: [
    { label: '2026-08', value: 99.2 },
    { label: '2026-09', value: null },
    { label: '2026-10', value: 99.7 },
  ],
  target: 99.5,
  thresholds: [{ name: '红线', value: 99, tone: 'bad' }],
  forecast: [{ label: '2026-11', value: 99.8, lower: 99.6, upper: 100 }],
};
const pathsOf = ({ shapes }: Chart, look: string): readonly string[] =>
  shapes.flatMap((shape) => (shape.kind === 'path' && shape.look === look ? [shape.d] : []));
const textsOf = ({ shapes }: Chart): readonly string[] =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

describe('a line chart', () => {
  test('has the same figures as a table, with what is missing and what is expected', () => {
    expect(lineChart(availability).table).toEqual({
      head: ['期间', '数值'],
      rows: [
        ['2026-08', '99.2%'],
        ['2026-09', '–'],
        ['2026-10', '99.7%'],
        ['2026-11', '预计 99.8%（99.6% 至 100%）'],
      ],
    });
  });

  test('says in words where the line begins and ends, and what the target is', () => {
    expect(lineChart(availability).summary).toBe('从 99.2%（2026-08）到 99.7%（2026-10）。 目标为 99.5%。');
    expect(lineChart({ ...availability, points: [] }).summary).toBe('暂无数据。');
  });

  test('interrupts the line where a value is missing', () => {
    const [drawn] = pathsOf(lineChart(availability), 'line');
    expect(drawn?.match(/M/g)).toHaveLength(2);
    expect(drawn).not.toContain('L');
  });

  test('draws target, threshold and forecast, and names them', () => {
    const chart = lineChart(availability);
    for (const look of ['target', 'limit-bad', 'forecast', 'range']) expect(pathsOf(chart, look)).toHaveLength(1);
    expect(textsOf(chart)).toEqual(expect.arrayContaining(['目标 99.5%', '红线 99%', '99.7%']));
  });

  test('shows further lines in picture and table', () => {
    const chart = lineChart({ ...availability, others: [{ name: '滚动', values: [99.1, 99.1, 99.3] }] });
    expect(chart.table.head).toEqual(['期间', '数值', '滚动']);
    expect(chart.table.rows[2]).toEqual(['2026-10', '99.7%', '99.3%']);
    expect(chart.table.rows[3]).toHaveLength(3);
    expect(pathsOf(chart, 'other')).toHaveLength(1);
  });

  test('stays inside the picture whatever the values are', () => {
    const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 40 }),
        fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
        (values, target) => {
          const points = values.map((one, index) => ({ label: `2026-${index}`, value: one }));
          const chart = lineChart({ title: 't', unit: 'h', locale: 'en', points, target });
          expect(chart.table.rows).toHaveLength(values.length);
          for (const shape of chart.shapes) {
            if (shape.kind === 'path') {
              expect(shape.d).not.toMatch(/NaN|Infinity/);
              continue;
            }
            expect(shape.x).toBeGreaterThanOrEqual(0);
            expect(shape.x).toBeLessThanOrEqual(chart.width);
            expect(shape.y).toBeGreaterThanOrEqual(0);
            expect(shape.y).toBeLessThanOrEqual(chart.height);
          }
        },
      ),
    );
  });

  test('keeps the names of levels a line of text apart', () => {
    const thresholds = [99.49, 99.5, 99.51, 99].map((at) => ({ name: `at ${at}`, value: at, tone: 'warn' as const }));
    const { shapes } = lineChart({ ...availability, thresholds });
    const heights = shapes.flatMap((shape) => (shape.kind === 'text' && shape.look === 'mark' ? [shape.y] : []));
    expect(heights).toHaveLength(5);
    const sorted = heights.toSorted((a, b) => a - b);
    sorted.slice(1).forEach((y, index) => expect(y - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(12.9));
  });

  test('draws its values beside the names of zones', () => {
    const bands = [
      { name: 'poor', from: 99, to: 99.5, tone: 'bad' as const },
      { name: 'excellent', from: 99.5, to: 100, tone: 'good' as const },
    ];
    const { target: _target, thresholds: _thresholds, ...plain } = availability;
    const { shapes } = lineChart({ ...plain, bands });
    const names = shapes.flatMap((shape) => (shape.kind === 'text' && shape.look === 'mark' ? [shape] : []));
    const end = Math.max(...names.map(({ x, text }) => x + widthOf(text)));
    const dots = shapes.flatMap((shape) => (shape.kind === 'dot' ? [shape.x] : []));
    expect(names).toHaveLength(2);
    expect(dots).toHaveLength(2);
    expect(Math.min(...dots)).toBeGreaterThan(end);
  });
});

describe('a bar chart', () => {
  test('starts at zero and gives the longest bar to the largest value', () => {
    const { shapes, table } = barChart({
      title: 'Credits',
      unit: 'CNY',
      locale: 'en',
      bars: [
        { label: 'Uptime', value: 100, text: '1.00 CNY' },
        { label: 'Speed', value: 400 },
        { label: 'Unknown', value: null },
      ],
    });
    const widths = shapes.flatMap((shape) => (shape.kind === 'rect' ? [shape.width] : []));
    expect(widths[1]).toBeCloseTo((widths[0] ?? 0) * 4, 0);
    expect(widths[2]).toBe(0);
    expect(table.rows).toEqual([
      ['Uptime', '1.00 CNY'],
      ['Speed', '400 CNY'],
      ['Unknown', '–'],
    ]);
  });

  test('cuts a long name in the picture and keeps it in the table', () => {
    const label = '核心业务系统平均故障修复时间与首次响应及时率综合指标';
    const chart = barChart({ title: 't', unit: '', locale: 'zh-CN', bars: [{ label, value: 1 }] });
    expect(textsOf(chart)[0]).toMatch(/…$/);
    expect(chart.table.rows[0]?.[0]).toBe(label);
  });

  test('draws nothing where there are no bars, and says so', () => {
    const chart = barChart({ title: 't', unit: '', locale: 'en', bars: [] });
    expect(chart.shapes).toEqual([]);
    expect(chart.summary).toBe('No values yet.');
  });
});

describe('an axis', () => {
  test('holds all values and has round ticks', () => {
    expect(scaleOf([99.2, 99.7])).toEqual({ min: 99.2, max: 99.8, ticks: [99.2, 99.4, 99.6, 99.8] });
    expect(scaleOf([5]).ticks.length).toBeGreaterThan(1);
    expect(scaleOf([0, 0, 0])).toEqual({ min: 0, max: 0.5, ticks: [0, 0.25, 0.5] });
    expect(scaleOf([0.2]).min).toBe(0);
    expect(scaleOf([-0.2])).toMatchObject({ max: 0 });
    expect(scaleOf([-0.2]).min).toBeLessThan(-0.2);
    expect(fixedScale({ min: 0, max: 100 }).ticks).toEqual([0, 25, 50, 75, 100]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
        const { min, max, ticks } = scaleOf(values);
        expect(min).toBeLessThanOrEqual(Math.min(...values) + 1e-9);
        expect(max).toBeGreaterThanOrEqual(Math.max(...values) - 1e-9);
        expect(ticks.length).toBeLessThan(12);
      }),
    );
  });
});

describe('the picture as a file', () => {
  test('is the same bytes each time, names itself, and lets nobody put markup in', () => {
    const chart = lineChart({ ...availability, title: '<script>alert(1)</script>' });
    const svg = renderChart(chart, 'zh-CN');
    expect(svg).toBe(renderChart(chart, 'zh-CN'));
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain('<title>&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });

  test('is coloured by the page wherever it is coloured on paper', () => {
    const sheet = readFileSync(join(__dirname, '..', '..', 'web', 'chart.css'), 'utf8');
    const own = LOOKS.filter((look) => look !== 'label' && !sheet.includes(`.${look}`));
    expect(own).toEqual([]);
  });
});

describe('a gauge', () => {
  const of = (value: number) =>
    gauge({
      ...{ title: 'Exit readiness', unit: '', locale: 'en', value, name: 'Part' },
      limit: { name: 'ready from', value: 60 },
      parts: [{ label: 'Plan', value: 10, text: '10 of 20' }],
    });

  test('is filled as far as its value, and says whether that is enough by its colour', () => {
    // The top of the half circle.
    expect(pathsOf(of(50), 'bar-warn')[0]).toContain('L90 12 ');
    expect(pathsOf(of(50), 'bar-good')).toEqual([]);
    expect(pathsOf(of(60), 'bar-warn')).toEqual([]);
    expect(pathsOf(of(60), 'bar-good')).toHaveLength(1);
    expect(pathsOf(of(0), 'bar-warn')).toEqual([]);
    expect(pathsOf(of(100), 'bar-good')).toEqual(pathsOf(of(0), 'band-info'));
  });

  test('says its value and its limit in words, and has its parts as a table', () => {
    expect(of(47.5)).toMatchObject({
      summary: '47.5; ready from 60',
      table: { head: ['Part', 'Value'], rows: [['Plan', '10 of 20']] },
    });
  });
});
