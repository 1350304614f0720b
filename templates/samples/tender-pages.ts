import type { Chart } from '../chart/chart';
import { radarChart } from '../chart/radar-chart';
import type { PageData, Shell } from '../page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const engagementOf = (say: Say) => ({
  id: '018f4c1e-0000-7000-8000-000000000007',
  number: 'ENG-0007',
  title: say('客服热线外包（2027）', 'Customer hotline 2027'),
});

const itemsOf = (say: Say) =>
  [
    { key: 'setup', title: say('一次性搭建', 'Setup'), quantity: 1, unit: say('次', 'time'), charge: 'oneOff' },
    { key: 'seats', title: say('客服坐席', 'Agents'), quantity: 40, unit: say('席', 'seat'), charge: 'annual' },
  ] as const;

const vendorsOf = (say: Say) => [say('远洋客服', 'Oceanic Care'), say('云帆科技', 'Yunfan Tech')] as const;

/** Believable data for the pages of a tender. */
export function tenderPageSamples(
  say: Say,
  { shell, visitor }: { readonly shell: Shell; readonly visitor: Shell },
): Pick<PageData, 'tender' | 'comparison' | 'vendor'> {
  return {
    tender: { shell, ...tenderSample(say) },
    comparison: { shell, ...comparisonSample(say) },
    vendor: { shell: visitor, ...vendorSample(say) },
  };
}

const questionsOf = (say: Say, first: string): PageData['tender']['questions'] => [
  {
    id: 'q',
    vendor: first,
    asker: 'vendor',
    lowBid: false,
    text: say('夜班如何排班？', 'How are the nights staffed?'),
    at: NOW - 6 * DAY,
    dueAt: null,
    answer: null,
    answeredAt: null,
    visibility: 'asker',
  },
];

function invitedOf(say: Say): PageData['tender']['invited'] {
  const [first, second] = vendorsOf(say);
  const line = { late: false, sha256: null, medianHours: 6.5, sharedHours: 8 };
  return [
    { ...line, vendor: first, candidateId: 'a', status: 'bid', forms: [{ form: 'invitation-resend', href: '#' }] },
    {
      ...line,
      vendor: second,
      candidateId: 'b',
      status: 'declined',
      medianHours: null,
      sharedHours: null,
      forms: [],
    },
  ];
}

const REFUSED = {
  ...{ act: 'ask', questionId: '', answer: '', visibility: '', candidateId: '', topic: 'low-bid', text: '' },
  ...{ faults: { text: 'must have at least 2 characters' }, focus: 'text' },
};

function tenderSample(say: Say): Omit<PageData['tender'], 'shell'> {
  const [first] = vendorsOf(say);
  return {
    engagement: engagementOf(say),
    tender: {
      stage: 'closed',
      revision: 2,
      closeAt: NOW - DAY,
      questionsUntil: NOW - 5 * DAY,
      openedAt: null,
      cancelReason: null,
      introduction: say('我们寻找 2027 年客服热线的合作伙伴。', 'We look for a partner for our hotline in 2027.'),
      lateBids: 'accept',
      tellRank: true,
      items: itemsOf(say),
    },
    invited: invitedOf(say),
    questions: questionsOf(say, first),
    ...{
      mayEdit: true,
      step: 'open',
      refusal: 'INVALID_FIELDS',
      exact: null,
      typed: REFUSED,
      kept: '',
      done: false,
    },
    forms: [
      { form: 'tender', href: '#' },
      { form: 'tender-cancel', href: '#' },
    ],
  };
}

function comparisonSample(say: Say): Omit<PageData['comparison'], 'shell'> {
  const [first, second] = vendorsOf(say);
  const cell = (text: string | null, rank: number | null, delta: string | null = null) => ({
    kind: 'num' as const,
    text,
    rank,
    delta,
    best: rank === 1,
  });
  return {
    engagement: engagementOf(say),
    withheld: null,
    currency: 'CNY',
    rates: [{ base: 'USD', quote: 'CNY', rate: '7.1046', on: '2026-10-30', source: 'PBOC', inverted: false }],
    withoutRate: [],
    columns: [first, second],
    span: 3,
    groups: [
      {
        group: 'cost',
        rows: [{ title: 'TCO', cells: [cell('1,200,000.00 CNY', 1), cell(null, null)] }],
      },
      {
        group: 'result',
        rows: [{ title: say('总分', 'Total'), cells: [cell('84.2', 1), cell('80', 2, '4.2')] }],
      },
    ],
    radars: [radarSample(say, first, [72, 88, 91, 65, 80]), radarSample(say, second, [95, 70, 78, null, 84])],
    lowBid: { gapBp: 800, fenceBp: 2_000 },
    legend: [
      { name: first, colour: 0 },
      { name: second, colour: 1 },
    ],
    sensitivity: [pictureSample(first, second)],
    method: 'topsis',
  };
}

const radarSample = (say: Say, vendor: string, scores: readonly (number | null)[]): Chart =>
  radarChart({
    ...{ title: vendor, unit: '', locale: say('zh-CN', 'en') === 'en' ? 'en' : 'zh-CN', most: 100 },
    ...{ axisName: say('维度', 'Dimension'), name: vendor, bestName: say('全部最高', 'Best of all') },
    axes: [
      say('价格与价值', 'Price and value'),
      say('能力', 'Capability'),
      say('资质与信誉', 'Qualification and reputation'),
      say('文化契合', 'Culture fit'),
      say('退出', 'Exit'),
    ].map((label, index) => ({ label, value: scores[index] ?? null, best: [95, 88, 91, 65, 84][index] ?? null })),
  });

const pictureSample = (first: string, second: string): PageData['comparison']['sensitivity'][number] => ({
  dimension: 'price',
  current: 30,
  margin: 22.5,
  pieces: [
    { from: 0, to: 52.5, width: 52.5, colour: 0, leaders: [first] },
    { from: 52.5, to: 100, width: 47.5, colour: 1, leaders: [second] },
  ],
});

const STANDING = {
  id: '018f4c1e-0000-7000-8000-00000000000b',
  at: NOW - DAY,
  late: false,
  sha256: 'a3f1'.repeat(16),
  oneOff: '300,000.00 CNY',
  annual: '4,560,000.00 CNY',
};

function vendorSample(say: Say): Omit<PageData['vendor'], 'shell'> {
  const items = itemsOf(say).map((item) => ({ ...item, description: null }));
  return {
    engagement: engagementOf(say),
    vendor: vendorsOf(say)[0],
    stage: 'questions',
    cancelReason: null,
    closeAt: NOW + 10 * DAY,
    questionsUntil: NOW + 5 * DAY,
    currency: 'CNY',
    introduction: say('我们寻找 2027 年客服热线的合作伙伴。', 'We look for a partner for our hotline in 2027.'),
    action: '/v/sample',
    hidden: { name: 'nonce', value: 'sample' },
    standing: STANDING,
    declined: null,
    items,
    bid: bidSample(say),
    kept: [
      { title: items[0]?.title ?? null, word: 'setup', value: '300000' },
      { title: null, word: 'years', value: '2' },
      { title: null, word: 'assumptions', value: say('两个办公地点。', 'Two sites.') },
    ],
    mayWithdraw: true,
    mayAsk: true,
    question: '',
    reason: '',
    ...conversationSample(say),
    team: { timeZone: 'Asia/Shanghai', from: '09:00', to: '18:00', languages: 'zh-CN, en' },
    done: null,
    refusal: 'BID_INCOMPLETE',
    exact: null,
    atField: true,
    focus: null,
  };
}

function bidSample(say: Say): PageData['vendor']['bid'] {
  const field = (name: string, value = '', fault: string | null = null) => ({ name, value, fault, focused: false });
  const items = itemsOf(say).map((item) => ({ ...item, description: null }));
  return {
    lines: items.map((item, place) => ({ ...item, ...field(`line.${item.key}`, '', 'line'), focused: place === 0 })),
    oneOff: field('oneOff', '300000.00'),
    annual: field('annual', '4560000.00', 'sum'),
    years: field('years', '2'),
    hiddenCosts: (['transition', 'exit'] as const).map((key) => ({ key, ...field(`hidden.${key}`, '', 'hidden') })),
    assumptions: field('assumptions'),
    confirmed: true,
    unconfirmed: false,
    validUntil: field('validUntil', '2027-12-31'),
    late: false,
  };
}

const conversationSample = (say: Say): Pick<PageData['vendor'], 'answers' | 'owed'> => ({
  answers: [
    {
      text: say('可以分期搭建吗？', 'May we set up in stages?'),
      answer: say('可以。', 'Yes.'),
      at: NOW - DAY,
      own: false,
    },
  ],
  owed: [
    {
      id: 'q',
      text: say('报价为何如此之低？', 'How can you offer so little?'),
      lowBid: true,
      dueAt: NOW + DAY,
      answer: null,
      answeredAt: null,
      typed: '',
      focused: false,
    },
  ],
});
