import type { Locale } from '../../domain/people/people';
import { HEAT_LEVELS, HEAT_PARTS, type HeatLevel } from '../../domain/portfolio/heat';
import { concentrationChart, emissionsChart, ratioChart } from '../portfolio-charts';
import type { ConcentrationRow, HeatRow, MonthsView, PortfolioPage } from '../portfolio-page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const sheets = { xlsx: '#', csv: '#' };
const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** A portfolio in which something burns in every part. */
export const portfolioSample = (say: Say, locale: Locale): PortfolioPage => ({
  next: [],
  filters: {
    owners: [{ word: '018f4c1e-0000-7000-8000-000000000001', name: say('王磊', 'Lei Wang'), current: false }],
    serviceTypes: [
      { word: 'it', current: false },
      { word: 'customer-service', current: true },
    ],
    criticalities: [{ word: 'critical', current: false }],
    countries: [{ word: 'CN', name: say('中国', 'China'), current: false }],
    filtered: true,
  },
  heat: heatSample(say),
  ending: {
    total: 1,
    days: 90,
    rows: [
      {
        ...{ href: '#', number: 'ENG-0003', title: say('IT 运维外包', 'IT operations'), vendor: say('云帆科技', 'Yunfan Tech') }, // prettier-ignore
        ...{ ends: '2026-12-20', noticeDeadline: '2026-09-20', renewal: 'express', level: 'red' },
      },
    ],
    sheets,
  },
  overruled: 2,
  overdue: {
    total: 1,
    rows: [
      {
        ...{ href: '#', title: say('定商审批：云帆科技', 'Award to Yunfan Tech') },
        ...{ step: say('财务', 'Finance'), assignee: say('李静', 'Jing Li'), dueAt: NOW - 2 * DAY },
      },
    ],
    sheets,
  },
  concentration: concentrationSample(say, locale),
  months: monthsSample(locale),
});

function heatSample(say: Say): PortfolioPage['heat'] {
  const row = (number: string, title: string, levels: readonly (HeatLevel | null)[]): HeatRow => ({
    ...{ href: '#', number, title, vendor: say('远洋客服有限公司', 'Oceanic Care Ltd'), state: 'IN_SERVICE' },
    cells: HEAT_PARTS.map((part, index) => ({ part, level: levels[index] ?? null, href: '#' })),
  });
  const rows = [
    row('ENG-0007', say('客服热线外包（2027）', 'Customer hotline 2027'), ['red', 'red', 'amber', 'green', 'green']),
    row('ENG-0003', say('IT 运维外包', 'IT operations'), ['amber', 'red', 'red', 'green', 'amber']),
    row('ENG-0011', say('物流外包', 'Logistics'), [null, 'green', null, null, null]),
  ];
  const at = (place: number, level: HeatLevel): readonly HeatRow[] =>
    rows.filter(({ cells }) => cells[place]?.level === level);
  return {
    engagements: rows.length,
    parts: HEAT_PARTS.map((part, index) => ({
      part,
      counts: HEAT_LEVELS.map((level) => ({ level, n: at(index, level).length, href: '#' })),
    })),
    states: [{ state: 'IN_SERVICE', n: rows.length, href: '#' }],
    only: { part: 'risk', level: 'red', state: null },
    allHref: '#',
    rows: at(HEAT_PARTS.indexOf('risk'), 'red'),
    lines: 40,
    more: '#',
    sheets,
  };
}

function concentrationSample(say: Say, locale: Locale): PortfolioPage['concentration'] {
  const rows: readonly ConcentrationRow[] = [
    { scope: 'vendor', name: say('云帆科技', 'Yunfan Tech'), href: '#', engagements: 12, spendBp: 5230, criticalBp: 4000, level: 'red' }, // prettier-ignore
    { scope: 'vendor', name: say('远洋客服', 'Oceanic Care'), href: '#', engagements: 4, spendBp: 3100, criticalBp: null, level: 'amber' }, // prettier-ignore
    { scope: 'country', name: say('中国', 'China'), href: '#', engagements: 16, spendBp: 8330, criticalBp: 10_000, level: 'red' }, // prettier-ignore
  ];
  return {
    rows,
    chart: concentrationChart(rows, locale),
    currency: 'CNY',
    rates: [{ base: 'USD', quote: 'CNY', rate: '7.1046', on: '2026-10-30', source: 'PBOC', inverted: false }],
    withoutRate: ['GBP'],
    sheets,
  };
}

function monthsSample(locale: Locale): PortfolioPage['months'] {
  const rows: MonthsView['rows'] = ['2026-08', '2026-09', '2026-10'].map((month, index) => ({
    month,
    cost: cny('9000.00'),
    vendorSpend: cny('120000.00'),
    ratioBp: index === 0 ? null : 700 + index * 50,
    tonnes: 11.2 + index,
    unknownMonths: index,
  }));
  return {
    rows,
    ...{ cost: cny('27000.00'), vendorSpend: cny('360000.00'), ratioBp: 750, tonnes: 36.6, unknownMonths: 3 },
    ratioChart: ratioChart(rows, locale),
    carbonChart: emissionsChart(rows, locale),
    rates: [],
    withoutRate: [],
    sheets,
  };
}
