import fc from 'fast-check';
import type { Chart } from '../../templates/chart/chart';
import { radarChart } from '../../templates/chart/radar-chart';

const pathsOf = ({ shapes }: Chart, look: string): readonly string[] =>
  shapes.flatMap((shape) => (shape.kind === 'path' && shape.look === look ? [shape.d] : []));
const textsOf = ({ shapes }: Chart): readonly string[] =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

describe('a radar', () => {
  const radar = (values: readonly (number | null)[], label = 'Axis') =>
    radarChart({
      ...{ title: 'Sun', unit: '', locale: 'en', most: 100, axisName: 'Dimension', name: 'Sun', bestName: 'Best' },
      axes: values.map((value, index) => ({ label: `${label} ${index}`, value, best: 90 })),
    });

  test('puts each value on its own axis, the first upwards, before the best of all', () => {
    const chart = radar([100, 50, 0, 50]);
    expect(pathsOf(chart, 'line')).toEqual(['M210 42 L254 130 L210 130 L166 130 L210 42']);
    expect(pathsOf(chart, 'other')).toEqual(['M210 50.8 L289.2 130 L210 209.2 L130.8 130 L210 50.8']);
    expect(chart.summary).toBe('Axis 0 100, Axis 1 50, Axis 2 0, Axis 3 50');
    expect(chart.table.rows[1]).toEqual(['Axis 1', '50', '90']);
  });

  test('leaves a gap where a value is missing, and says so', () => {
    const chart = radar([80, null, 60]);
    expect(pathsOf(chart, 'range')).toEqual([]);
    expect(pathsOf(chart, 'line')[0]?.match(/M/g)).toHaveLength(2);
    expect(textsOf(chart)).toContain('Axis 1 –');
  });

  test('stays inside the picture with its words, whatever the values and however long the words are', () => {
    const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 12 }), fc.string({ maxLength: 60 }), (values, label) => {
        const chart = radar(values, label);
        for (const shape of chart.shapes) {
          if (shape.kind === 'path') expect(shape.d).not.toMatch(/NaN|Infinity/);
          if (shape.kind === 'dot') expect([shape.x, shape.y].every((at) => at >= 0 && at <= chart.width)).toBe(true);
        }
      }),
    );
  });

  const labelsOf = (names: readonly string[]) =>
    radarChart({
      ...{ title: 'Sun', unit: '', locale: 'en', most: 100, axisName: 'Dimension', name: 'Sun', bestName: 'Best' },
      axes: names.map((label) => ({ label, value: 85.5, best: 90 })),
    }).shapes.flatMap((shape) => (shape.kind === 'text' ? [shape] : []));

  test('breaks a name that has no room in one line between words, and cuts what is longer than two lines', () => {
    const long = 'Experience with comparable services in other regions';
    const labels = labelsOf(['Price', 'Qualification and reputation', 'Quality', '质量管理与持续改进能力建设', long]);
    expect(labels.map(({ text }) => text)).toEqual([
      'Price 85.5',
      ...['Qualification', 'and reput… 85.5'],
      'Quality 85.5',
      ...['质量管理与持续改进能力建', '设 85.5'],
      ...['Experience with', 'comparabl… 85.5'],
    ]);
    expect(labels.map(({ full }) => full)).toContain(`${long} 85.5`);
    const [, upper, lower] = labels;
    expect(lower?.y).toBeCloseTo((upper?.y ?? 0) + 13, 1);
  });

  test('cuts nothing that two lines hold', () => {
    const labels = labelsOf(['Price and value', 'Capability', 'Qualification and reputation', 'Culture fit', 'Exit']);
    expect(labels.map(({ text }) => text)).toContain('reputation 85.5');
    expect(labels.every(({ full }) => full === null)).toBe(true);
  });
});
