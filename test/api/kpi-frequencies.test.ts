import { scorecardsOf } from '../../db/stores/scorecards';
import { kpiSeries } from '../../db/read/kpi-series';
import { KpiWorld, uptime } from './kpi-world';
import { codeOf } from './needs-world';

let world: KpiWorld;
beforeAll(async () => {
  world = await KpiWorld.open();
});
afterAll(() => world.needs.close());

const kpi = (key: string, frequency: string, weightBp = 10_000) => ({ ...uptime, key, name: key, frequency, weightBp });
const SET = [
  kpi('month', 'monthly'),
  kpi('quarter', 'quarterly'),
  kpi('half', 'half-yearly', 6000),
  kpi('other', 'half-yearly', 4000),
  kpi('year', 'yearly'),
];

test('weights sum up in each frequency', async () => {
  const own = await world.another();
  expect((await own.define(SET)).status).toBe(200);
  const refused = await own.define(SET.map((one) => (one.key === 'half' ? { ...one, weightBp: 5000 } : one)));
  expect([refused.status, codeOf(refused)]).toEqual([422, 'INVALID_FIELDS']);
  expect(JSON.stringify(refused.body)).toContain('half-yearly KPIs must sum to 10 000, not 9000');
});

test('half-years and years are reported, imported, closed, corrected and brought into the rolling score', async () => {
  const own = await world.another();
  await own.define(SET);
  expect(codeOf(await own.report('half', { period: '2026-Q2', value: 90 }))).toBe('INVALID_FIELDS');
  expect(codeOf(await own.report('half', { period: '2027-H1', value: 90 }))).toBe('INVALID_FIELDS');
  expect((await own.report('half', { period: '2026-H1', value: 90 }, own.vendor)).status).toBe(201);
  const sheet = 'kpi,period,value\nother,2026-H1,100\nyear,2026,95\nquarter,2026-Q2,100\n';
  const imported = await own.call('post', '/kpis/values/import').set('content-type', 'text/csv').send(sheet);
  expect(imported.body).toMatchObject({ rows: 3, recorded: 3 });
  await own.perform('kpi-close', { period: '2026-H1' });
  expect(await own.card('2026-H1')).toMatchObject({ score: 70, kpis: [{ key: 'half' }, { key: 'other' }] });
  await own.perform('kpi-close', { period: '2026' });
  expect(await own.card('2026')).toMatchObject({ score: 75, kpis: [{ key: 'year' }], rolling: { score: 73.3333 } });
  // By its text the half-year is the later one.
  expect(await scorecardsOf(world.needs.db, own.id, 1)).toMatchObject([{ period: '2026' }]);
  const { status } = await own.report('half', { period: '2026-H1', value: 94 }, own.vendor);
  expect(status).toBe(202);
  for (const [frequency, key] of [
    ['half-yearly', 'half'],
    ['yearly', 'year'],
  ] as const) {
    const series = await kpiSeries(world.needs.db, own.id, { frequency });
    expect(series.find((one) => one.key === key)?.points).toHaveLength(1);
  }
  expect(await kpiSeries(world.needs.db, own.id, { frequency: 'monthly' })).toEqual([]);
});
