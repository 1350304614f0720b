import type { MonthCost } from '../../domain/delivery/ledger-schema';
import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import { shiftPeriod } from '../../domain/calendar/periods';
import { forecastsView } from '../../templates/forecast-page-data';
import { costView } from '../../templates/ledger-page-data';

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const month = (name: string, part: Partial<MonthCost> = {}): MonthCost => ({
  month: name,
  closed: true,
  cost: cny('0.00'),
  vendorSpend: cny('0.00'),
  hours: 0,
  unpricedHours: 0,
  waitingHours: 0,
  tasks: 0,
  lines: [],
  ratioBp: null,
  planBp: 300,
  overPlan: null,
  ...part,
});

describe('the management cost on the page', () => {
  test('is left out while there is nothing to tell', () => {
    expect(costView([], { id: 'e1', locale: 'en' })).toBeNull();
    expect(costView([month('2026-09'), month('2026-10')], { id: 'e1', locale: 'en' })).toBeNull();
  });

  test('shows the newest month first and draws only months with a ratio', () => {
    const rated = { vendorSpend: cny('100.00'), ratioBp: 800, overPlan: true };
    const view = costView([month('2026-09', { hours: 2 }), month('2026-10', rated)], { id: 'e1', locale: 'en' });
    expect(view?.months.map((one) => one.month)).toEqual(['2026-10', '2026-09']);
    expect(view?.chart?.table.rows).toEqual([['2026-10', '8%']]);
    expect(costView([month('2026-09', { hours: 2 })], { id: 'e1', locale: 'en' })?.chart).toBeNull();
  });
});

describe('forecasts on the page', () => {
  const kpi = {
    key: 'uptime',
    name: 'Uptime',
    unit: '%',
    direction: 'maximise' as const,
    weightBp: 10_000,
    frequency: 'monthly' as const,
    source: 'vendor' as const,
    floor: 90,
    target: 99,
    red: 95,
  };
  const points = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ period: shiftPeriod('2026-01', n), value: 97 + (n % 2) }));

  test('are drawn with their range, and named where there are too few values', () => {
    const { shown, tooFew } = forecastsView([forecastKpi(kpi, points(10)), forecastKpi(kpi, points(7))], 'en');
    expect(shown).toHaveLength(1);
    expect(shown[0]?.redBp).toBeLessThan(shown[0]?.targetBp ?? 0);
    expect(shown[0]?.chart.table.rows.map(([period]) => period)).toContain('2026-11');
    expect(tooFew).toEqual([{ name: 'Uptime', values: 7, needed: 8 }]);
  });

  test('of a KPI without any value are left out', () =>
    expect(forecastsView([forecastKpi(kpi, [])], 'en')).toEqual({ shown: [], tooFew: [] }));
});
