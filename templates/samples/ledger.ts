import type { MonthCost } from '../../domain/delivery/ledger-schema';
import { forecastKpi } from '../../domain/forecast/kpi-forecast';
import type { MonthCarbon } from '../../domain/green/ledger-schema';
import { carbonView } from '../carbon-page-data';
import type { EngagementParts } from '../engagement-page-data';
import { forecastsView } from '../forecast-page-data';
import { costView } from '../ledger-page-data';
import type { Say } from './pages';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

const VALUES = [82, 84, 83, 81, 85, 84, 83, 82, 84, 74, 83, 84, 82, 81, 80, 79];
const ANSWERED = VALUES.map((value, n) => ({ period: `202${5 + Math.floor((n + 6) / 12)}-${String(((n + 6) % 12) + 1).padStart(2, '0')}`, value })); // prettier-ignore

/** What managing the vendor cost, and where its KPIs are going. */
export function ledgerSample(
  say: Say,
): Pick<EngagementParts['delivery'], 'cost' | 'carbon' | 'invoices' | 'forecasts'> {
  const locale = say('zh-CN', 'en') === 'en' ? 'en' : 'zh-CN';
  const kpi = {
    key: 'answered',
    name: say('20 秒接通率', 'Answered within 20 seconds'),
    unit: '%',
    direction: 'maximise' as const,
    weightBp: 6000,
    frequency: 'monthly' as const,
    source: 'vendor' as const,
    floor: 60,
    target: 80,
    red: 75,
  };
  const young = { ...kpi, key: 'satisfaction', name: say('满意度', 'Satisfaction'), unit: '/5' };
  const forecasts = [forecastKpi(kpi, ANSWERED), forecastKpi(young, ANSWERED.slice(0, 3))];
  const carbon = carbonView(CARBON, locale);
  return {
    cost: costView(COSTS, { id: 'sample', locale }),
    carbon,
    invoices: INVOICES,
    forecasts: forecastsView(forecasts, locale),
  };
}

const factor = { serviceType: 'customer-service', year: 2025, currency: 'CNY', tonnesPerUnit: 0.00021, source: 'EEIO 2025' } as const; // prettier-ignore
const figures = { year: 2026, totalTonnes: 4200, revenue: cny('26000000.00'), source: 'ESG 2026', verifiedBy: 'TÜV' };
const emitted: Pick<MonthCarbon, 'spend' | 'factor' | 'emissions' | 'rates'> = {
  spend: cny('128000.00'),
  factor: null,
  emissions: null,
  rates: [],
};

const CARBON: readonly MonthCarbon[] = [
  { ...emitted, month: '2025-11', spend: cny('96000.00'), tonnes: null, method: 'unknown' },
  { ...emitted, month: '2025-12', tonnes: 26.88, method: 'spend-based', factor },
  { ...emitted, month: '2026-01', tonnes: 20.6769, method: 'supplier-specific', emissions: figures },
  { ...emitted, month: '2026-02', tonnes: 20.6769, method: 'supplier-specific', emissions: figures },
];

const pay = [{ form: 'invoice-payment', href: '#' }];
const INVOICES: EngagementParts['delivery']['invoices'] = {
  forms: [{ form: 'invoice', href: '#' }],
  lines: [
    {
      ...{ number: 'OC-2026-0231', period: '2026-10', about: 'fee', part: null, settled: false, forms: pay },
      ...{ money: cny('106000.00'), paid: cny('53000.00') },
    },
    {
      ...{ number: 'OC-2026-0219', period: '2026-09', about: 'part', part: 1, settled: true, forms: pay },
      ...{ money: cny('12000.00'), paid: cny('12000.00') },
    },
  ],
};

const month = (name: string, part: Partial<MonthCost>): MonthCost => ({
  month: name,
  closed: true,
  cost: cny('6300.00'),
  vendorSpend: cny('128000.00'),
  hours: 18,
  unpricedHours: 0,
  waitingHours: 24.5,
  tasks: 9,
  lines: [],
  ratioBp: 492,
  planBp: 450,
  overPlan: false,
  ...part,
});

const COSTS: readonly MonthCost[] = [
  month('2026-08', {}),
  month('2026-09', { cost: cny('9100.00'), hours: 26, ratioBp: 711, overPlan: true, waitingHours: 61 }),
  month('2026-10', { cost: cny('10240.00'), hours: 31.5, unpricedHours: 2, ratioBp: 800, overPlan: true }),
  month('2026-11', { closed: false, cost: cny('2100.00'), hours: 6, ratioBp: 164 }),
];
