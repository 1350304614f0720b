import type { KpiDefinition, Rated, Scorecard } from '../../../domain/kpi/record-schema';
import { kpiAlarms, type SeriesPoint } from '../../../domain/risk/kpi-alarms';
import { SHIPPED_RISK_RULES } from '../../../domain/risk/rules';
import { shiftPeriod } from '../../../domain/calendar/periods';

const PERIOD = '2027-06';
const kpi = (part: Partial<KpiDefinition> = {}): KpiDefinition => ({
  key: 'uptime',
  name: 'Uptime',
  unit: '%',
  direction: 'maximise',
  weightBp: 10_000,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 95,
  amber: 93,
  red: 90,
  ...part,
});
const card = (value: number | null, status: Rated['status'] = value === null ? 'missing' : 'rated'): Scorecard => ({
  period: PERIOD,
  score: null,
  coverageBp: 0,
  provisional: false,
  standing: 'unrated',
  kpis: [{ key: 'uptime', value, score: null, status }],
  credits: [],
});
const before = (...values: readonly (number | null)[]): readonly SeriesPoint[] =>
  values.flatMap((value, n) => (value === null ? [] : [{ period: shiftPeriod(PERIOD, n - values.length), value }]));

const found = (points: readonly SeriesPoint[], value: number | null, part: Partial<KpiDefinition> = {}) =>
  kpiAlarms({ kpis: [kpi(part)], card: card(value), history: [{ key: 'uptime', points }] });
const rules = (...args: Parameters<typeof found>) => found(...args).map(({ rule, severity }) => `${rule} ${severity}`);

describe('alarms of a closed period', () => {
  test.each([
    ['nothing to see', before(97, 97.2, 97.1), 97, []],
    ['R1 a value beyond red', before(97), 89, ['R1 red']],
    ['no alarm for one amber', before(97, 97), 92.9, []],
    ['R2 the second amber in a row', before(97, 92.5), 92.9, ['R2 amber']],
    ['R2 over a period without a value', before(97, 92.5, null), 92.9, ['R2 amber']],
    ['R3 the third worsening step', before(99, 98.5, 98.4), 98.3, ['R3 amber']],
    ['R3 a gap is not a zero', before(99, 98.5, null, 98.4), 98.3, ['R3 amber']],
    ['nothing once it is better again', before(97, 89, 97, 97.3, 97.6), 98, []],
    ['R5 the trend leaves the target', before(99, 96.2, 98, 96), 95.6, ['R5 amber']],
    ['R6 no value', before(97), null, ['R6 amber']],
  ] as [string, SeriesPoint[], number | null, string[]][])('%s', (_, points, value, expected) =>
    expect(rules(points, value)).toEqual(expected),
  );

  test('R4 speaks up for the worse only', () => {
    const steady = Array.from({ length: 24 }, (_, n) => 97 + (n % 2 ? 0.1 : -0.1));
    const far = { target: 90, amber: 85, red: 81 };
    expect(rules(before(...steady, 95.2, 95.2), 95.2, far)).toEqual(['R4 amber']);
    expect(rules(before(...steady, 98.9, 98.9), 98.9, far)).toEqual([]);
    expect(
      rules(before(...steady, 98.9, 98.9), 98.9, { direction: 'minimise', target: 110, amber: 115, red: 119 }),
    ).toEqual(['R4 amber']);
  });

  test.each(['unavailable', 'no_activity'] as const)('a period that is %s owes no value', (status) =>
    expect(kpiAlarms({ kpis: [kpi()], card: card(null, status), history: [] })).toEqual([]),
  );

  test('the evidence shows values, periods, limits and forecast', () =>
    expect(found(before(94, null, 93), 89)[0]).toEqual({
      rule: 'R1',
      subject: 'uptime',
      severity: 'red',
      evidence: {
        kpi: 'Uptime',
        period: PERIOD,
        value: 89,
        target: 95,
        red: 90,
        amber: 93,
        values: [94, 93, 89],
        periods: ['2027-03', '2027-05', '2027-06'],
        ewma: 91.604,
        lower: 88.6657,
        upper: 95.3343,
        forecast: 87,
      },
    }));

  test('later periods that are known already say nothing about this one', () => {
    const points = [...before(97, 97), { period: '2027-07', value: 80 }];
    expect(rules(points, 96.9)).toEqual([]);
  });

  test('how grave a rule is comes from the setting', () => {
    const { series } = SHIPPED_RISK_RULES;
    const graver = { ...series, severities: { ...series.severities, R6: 'red' as const } };
    expect(kpiAlarms({ kpis: [kpi()], card: card(null), history: [] }, graver)).toMatchObject([{ severity: 'red' }]);
  });
});
