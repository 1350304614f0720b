import { QUESTION_TEXTS } from '../../domain/planning/questions';
import { factsOf } from '../facts';
import type { CaseLine, NeedsView } from '../needs-page-data';
import { drawSwot, type SwotEntry } from '../swot-picture';
import type { Say } from './pages';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

const entries = (say: Say): readonly SwotEntry[] => [
  { quadrant: 'S', text: say('话务骨干稳定', 'A steady core team'), impact: 4, fit: 3, mitigation: null },
  { quadrant: 'S', text: say('知识库完整', 'A complete knowledge base'), impact: 5, fit: 4, mitigation: null },
  {
    quadrant: 'W',
    text: say('夜间无人值守', 'Nobody at night'),
    impact: 4,
    fit: 4,
    mitigation: say('先由供应商承接夜班', 'The vendor takes the night shift first'),
  },
  { quadrant: 'O', text: say('多语言服务', 'Service in more languages'), impact: 3, fit: 3, mitigation: null },
  { quadrant: 'T', text: say('客户资料外泄', 'A leak of customer data'), impact: 5, fit: 2, mitigation: null },
];

const swot = (say: Say): NeedsView['swot'] => ({
  ...drawSwot(entries(say)),
  index: 0.2152,
  net: 17,
  strategies: [
    {
      key: 'SO',
      pairs: [
        {
          inner: say('知识库完整', 'A complete knowledge base'),
          outer: say('多语言服务', 'Service in more languages'),
          weight: 29,
        },
      ],
    },
    {
      key: 'WT',
      pairs: [
        {
          inner: say('夜间无人值守', 'Nobody at night'),
          outer: say('客户资料外泄', 'A leak of customer data'),
          weight: 26,
        },
      ],
    },
  ],
});

const line = (word: string, part: Partial<CaseLine>): CaseLine => ({
  word,
  money: null,
  percent: null,
  isTotal: false,
  ...part,
});

const businessCase: NeedsView['businessCase'] = {
  years: 2,
  underestimated: true,
  lines: [
    line('inHouseAnnual', { money: cny('2150000.00') }),
    line('vendorAnnual', { money: cny('1272000.00') }),
    line('managementAnnual', { money: cny('31200.00') }),
    line('managementShare', { percent: 2.45 }),
    line('reworkPct', { percent: 3 }),
    line('transitionOneOff', { money: cny('120000.00') }),
    line('tco', { money: cny('2804592.00'), isTotal: true }),
    line('savings', { money: cny('1495408.00'), isTotal: true }),
  ],
};

const people = (say: Say): NeedsView['people'] => ({
  headcount: 18,
  roles: [say('夜班坐席', 'Night agents')],
  action: 'redeploy',
  consultation: true,
  hrOwner: say('周芳', 'Fang Zhou'),
  plan: say('转岗至投诉处理，六周培训。', 'Move to complaints, with six weeks of training.'),
  pulse: [
    { date: '2025-11-03', score: 3.6, n: 18 },
    { date: '2025-12-15', score: 2.9, n: 16 },
  ],
  pulseLow: 3,
  warnings: ['PULSE_LOW', 'PULSE_DROP'],
});

const checklist = (say: Say): NeedsView['checklist'] => [
  {
    gate: 'needs',
    items: [
      {
        text: { en: 'Contacts are forecast by half hour, with peaks', 'zh-CN': '已按半小时预测来量，含高峰' },
        done: true,
        required: false,
        comment: say('按去年数据', 'From last year’s figures'),
        source: null,
      },
      {
        text: { en: 'Night calls are counted', 'zh-CN': '已统计夜间来电' },
        done: false,
        required: true,
        comment: null,
        source: { href: '#', number: 'ENG-0003' },
      },
    ],
  },
];

const activities = (say: Say): NeedsView['activities'] => [
  {
    name: say('一线接听', 'First-line calls'),
    isCore: false,
    decision: 'outsource',
    advice: 'outsource',
    reasons: ['NOT_CORE', 'SKILLS_MISSING'],
    against: false,
    rationale: null,
  },
  {
    name: say('投诉升级', 'Appeals'),
    isCore: true,
    decision: 'retain',
    advice: 'partial',
    reasons: ['CORE', 'SKILLS_MISSING'],
    against: true,
    rationale: say('赔付决定必须自留', 'Decisions on goodwill stay with us'),
  },
];

/** Needs with something in every part. */
export const needsSample = (say: Say): NeedsView => ({
  facts: factsOf({
    statement: say(
      '释放内部人手，7×24 小时接听客户来电。',
      'Free our own staff and answer customers around the clock.',
    ),
    objectiveType: 'capacity',
    inScope: [say('来电接听', 'Inbound calls'), say('工单处理', 'Tickets')],
    durationMonths: 24,
  }),
  measures: [
    { name: say('20 秒接通率', 'Answered within 20 seconds'), baseline: 71, target: 85, unit: '%', dueMonths: 6 },
  ],
  activities: activities(say),
  market: factsOf({ suppliersAvailable: 14, maturity: 'mature', priceTrend: 'falling' }),
  skills: [{ skill: say('夜间值守', 'Night shift'), score: 1, required: 4, gap: 3 }],
  criticality: { because: 'answers', yes: [QUESTION_TEXTS.serviceContinuity, QUESTION_TEXTS.personalData] },
  swot: swot(say),
  businessCase,
  people: people(say),
  checklist: checklist(say),
  missing: [{ key: 'businessCase.mgmtHoursPerWeek' }, { key: 'swotItems.2.mitigation' }],
  forms: ['needs', 'needs-assessment', 'needs-case'].map((form) => ({ form, href: '#' })),
});
