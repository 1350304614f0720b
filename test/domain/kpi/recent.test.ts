import type { Scorecard } from '../../../domain/kpi/record-schema';
import { recentKpi } from '../../../domain/kpi/recent';

const kpi = { key: 'uptime', target: 95, direction: 'maximise' as const };
const card = (value: number | null, score: number | null, key = 'uptime'): Scorecard => ({
  ...{ period: '2027-01', score, coverageBp: 10_000, provisional: false, standing: 'good', credits: [] },
  kpis: [{ key, value, score, status: value === null ? 'missing' : 'rated' }],
});

test.each([
  ['better than before', [card(97, 100), card(90, 60)], { score: 100, trend: 'up', standing: 'on-target' }],
  ['worse, short of its target', [card(90, 60), card(97, 100)], { score: 60, trend: 'down', standing: 'short' }],
  ['worth nothing, as before', [card(70, 0), card(75, 0)], { score: 0, trend: 'steady', standing: 'failing' }],
  ['rated once', [card(97, 100)], { score: 100, trend: null, standing: 'on-target' }],
  ['not rated in between', [card(97, 100), card(null, null), card(97, 100)], { score: 100, trend: 'steady' }],
  ['of another KPI only', [card(97, 100, 'calls')], { score: null, trend: null, standing: null }],
  ['never judged', [], { score: null, trend: null, standing: null }],
])('a KPI %s', (_name, cards, expected) => {
  expect(recentKpi(kpi, cards)).toMatchObject(expected);
});

test('where less is better, a value below its target is on it', () => {
  expect(recentKpi({ ...kpi, direction: 'minimise' }, [card(4, 100)]).standing).toBe('on-target');
});
