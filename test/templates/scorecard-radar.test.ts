import { scorecardRadar } from '../../templates/scorecard-radar';

const kpi = (key: string, weightBp = 1_000) => ({ key, name: key.toUpperCase(), weightBp });
const card = (period: string, scores: Readonly<Record<string, number | null>>, score: number | null = 50) => ({
  period,
  score,
  kpis: Object.entries(scores).map(([key, one]) => ({ key, score: one })),
});

test('the newest rated period is drawn by KPI before the best of all periods that are shown', () => {
  const cards = [
    card('2026-11', { a: null, b: null, c: null }, null),
    card('2026-10', { a: 40, b: 100, c: 0 }),
    card('2026-09', { a: 90, b: 80, c: 20 }),
  ];
  const chart = scorecardRadar({ cards, kpis: [kpi('a'), kpi('b'), kpi('c')] }, 'en');
  expect(chart?.title).toBe('KPIs of 2026-10');
  expect(chart?.table).toEqual({
    head: ['KPI', '2026-10', 'Best of these periods'],
    rows: [
      ['A', '40', '90'],
      ['B', '100', '100'],
      ['C', '0', '20'],
    ],
  });
});

test.each([
  ['no period was rated', [card('2026-10', { a: 1, b: 2, c: 3 }, null)]],
  ['fewer than three KPIs were', [card('2026-10', { a: 1, b: 2, c: null })]],
  ['there are no periods', []],
])('nothing is drawn where %s', (_what, cards) => {
  expect(scorecardRadar({ cards, kpis: [kpi('a'), kpi('b'), kpi('c')] }, 'en')).toBeNull();
});

test('of many KPIs the ten weightiest are drawn, in the order of the card', () => {
  const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
  const cards = [card('2026-10', Object.fromEntries(keys.map((key) => [key, 50])))];
  const kpis = keys.map((key, index) => kpi(key, index === 3 || index === 5 ? 1 : 1_000));
  const chart = scorecardRadar({ cards, kpis }, 'zh-CN');
  expect(chart?.table.rows.map(([name]) => name)).toEqual(
    keys.filter((key) => key !== 'k3' && key !== 'k5').map((key) => key.toUpperCase()),
  );
});

test('a KPI that is defined no longer has its key for a name', () => {
  const chart = scorecardRadar({ cards: [card('2026-10', { a: 1, b: 2, gone: 3 })], kpis: [kpi('a'), kpi('b')] }, 'en');
  expect(chart?.table.rows.map(([name]) => name)).toEqual(['A', 'B', 'gone']);
});
