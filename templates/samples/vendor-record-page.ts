import { shiftPeriod } from '../../domain/calendar/periods';
import { DEFAULT_BANDS } from '../../domain/review/standing';
import { translate } from '../catalog';
import type { PageData } from '../page-data';
import { scoreChart } from '../score-chart';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const FORMS: PageData['vendor-record']['forms'] = {
  top: [{ form: 'vendor-details', href: '#' }],
  certificates: [{ form: 'vendor-certificates', href: '#' }],
  'due-diligence': [{ form: 'vendor-due-diligence', href: '#' }],
  references: [{ form: 'vendor-references', href: '#' }],
  assessments: [{ form: 'vendor-assessment', href: '#' }],
};

/** A vendor whose papers need a look, with all that its page can show. */
export const vendorSample = (say: Say): Omit<PageData['vendor-record'], 'shell'> => ({
  vendor: {
    id: 'sample',
    name: say('云舟客服有限公司', 'Yunzhou Services Ltd.'),
    status: 'qualified',
    tier: 'strategic',
    country: 'CN',
    uscc: '91350100M000100Y43',
    lei: null,
    owner: say('李静', 'Jing Li'),
    contact: say('马强 · ma@example.com', 'Qiang Ma · ma@example.com'),
    flagged: false,
    sample: true,
  },
  forms: FORMS,
  parent: { name: say('云舟集团', 'Yunzhou Group'), href: '#' },
  children: [],
  certificates: [
    { type: 'ISO 27001', no: 'A-2027-118', issuer: 'TÜV', validTo: '2026-12-06', daysLeft: 12, tone: 'amber' },
    { type: 'ISO 9001', no: 'B-44', issuer: null, validTo: '2028-06-30', daysLeft: 584, tone: 'green' },
  ],
  ...recordsSample(say),
  shares: [
    {
      scope: 'vendor',
      name: say('云舟客服有限公司', 'Yunzhou Services Ltd.'),
      spendBp: 3420,
      criticalBp: 5000,
      level: 'red',
    },
    { scope: 'country', name: 'CN', spendBp: 8100, criticalBp: null, level: 'red' },
  ],
  currency: 'CNY',
  rates: [{ base: 'USD', quote: 'CNY', rate: '7.1046', on: '2026-10-30', source: 'PBOC', inverted: false }],
  withoutRate: ['GBP'],
  ...scoresSample(say),
  history: historySample(say),
  work: [{ href: '#', kind: 'certificate-expiry', title: 'ISO 27001 A-2027-118', dueAt: NOW + 2 * DAY, late: 'soon' }],
});

/** A year with a month without a score, towards the better. */
function historySample(say: Say): PageData['vendor-record']['history'] {
  const locale = say('zh-CN', 'en') === 'en' ? 'en' : 'zh-CN';
  const cards = SCORES.map(([score, rolling], place) => ({ period: shiftPeriod('2025-11', place), score, rolling }));
  return scoreChart({ title: translate(locale, 'vendors.history'), cards, bands: DEFAULT_BANDS }, locale);
}
const SCORES = [
  ...[
    [48, 48],
    [52.5, 50.3],
    [61, 54.2],
    [null, 54.9],
    [66, 58.4],
    [71.25, 61.6],
  ],
  ...[
    [70, 63.9],
    [78, 67.2],
    [83, 70.9],
    [81.5, 73.5],
    [88, 76.8],
    [90, 82.4],
  ],
] as const;

const scoresSample = (say: Say): Pick<PageData['vendor-record'], 'scorecards' | 'whole' | 'league' | 'kpis'> => ({
  scorecards: [
    {
      ...{ href: '#', title: say('客服热线', 'Customer hotline'), score: 82.4, standing: 'excellent' },
      milestones: { due: 4, onTime: 3, open: 2 },
      credits: [
        {
          credited: { amount: '12500.00', currency: 'CNY' },
          earnedBack: { amount: '4500.00', currency: 'CNY' },
          net: { amount: '8000.00', currency: 'CNY' },
        },
      ],
      rating: { mean: 4.25, trend: 'up' },
    },
    {
      ...{ href: '#', title: say('外呼回访', 'Call-backs'), score: null, standing: 'unrated' },
      milestones: { due: 0, onTime: 0, open: 0 },
      credits: [],
      rating: null,
    },
  ],
  whole: { score: 82.4, standing: 'excellent' },
  league: [
    {
      href: '#',
      category: 'customer-service',
      rank: 2,
      peers: 6,
      score: 82.4,
      change: null,
      trend: 'up',
      percentile: 75,
    },
  ],
  kpis: [{ name: say('接通率', 'Answered calls'), unit: '%', by: 'avg', value: 97.5, engagements: 2 }],
});

const recordsSample = (
  say: Say,
): Pick<PageData['vendor-record'], 'dueDiligence' | 'assessments' | 'references' | 'hits'> => ({
  dueDiligence: { at: '2026-03-10', validUntil: '2027-03-10', result: 'passed', tone: 'green', comment: null },
  assessments: assessmentsSample(say),
  references: [
    {
      contact: say('海港银行 赵敏', 'Min Zhao, Harbour Bank'),
      engagement: say('热线外包', 'Hotline'),
      score: 4,
      comment: say('响应迅速', 'Answers fast'),
    },
  ],
  hits: [
    {
      name: 'YUNZHOU TRADING',
      program: 'UN',
      status: 'cleared',
      tone: 'green',
      reason: say('同名不同公司，已核对登记信息。', 'Another company of that name; register checked.'),
    },
  ],
});

const assessmentsSample = (say: Say): PageData['vendor-record']['assessments'] => [
  {
    title: say('数据保护尽职调查（基础）', 'Data protection, basic'),
    state: 'accepted',
    total: 86.5,
    tier: 'low',
    tone: 'green',
    validUntil: '2027-04-01',
    forms: [],
  },
  {
    title: say('数据保护尽职调查（扩展）', 'Data protection, extended'),
    state: 'submitted',
    total: 71.25,
    tier: 'medium',
    tone: 'amber',
    validUntil: null,
    forms: [{ form: 'vendor-assessment-review', href: '#' }],
  },
];
