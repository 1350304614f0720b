import type { Locale } from '../../domain/people/people';
import type { PackKpi, ReviewPack } from '../../domain/review/pack-schema';
import { DEFAULT_BANDS } from '../../domain/review/standing';
import { ALL_PARTS, type PackDocument, packDocument } from '../pack/document';
import { laterSample } from './pack-later';
import type { Say } from './pages';

const MONTHS = ['2027-04', '2027-05', '2027-06', '2027-07', '2027-08', '2027-09'] as const;

const kpi = (
  part: Pick<PackKpi, 'key' | 'name' | 'unit' | 'target'> & Partial<PackKpi>,
  values: readonly (number | null)[],
): PackKpi => ({
  direction: 'maximise',
  weightBp: 3000,
  amber: null,
  red: null,
  period: '2027-09',
  value: values.at(-1) ?? null,
  score: 100,
  status: 'on-target',
  trend: 'better',
  ...part,
  series: MONTHS.map((period, index) => ({ period, value: values[index] ?? null })),
});

/** The pack of a quarter that went up and down. */
export function packSample(say: Say): ReviewPack {
  return {
    reviewId: '01900000-0000-7000-8000-000000000071',
    kind: 'quarterly',
    period: '2027-Q3',
    from: '2027-07-01',
    to: '2027-10-01',
    builtAt: '2027-10-19T01:00:00.000Z',
    engagement: {
      id: '01900000-0000-7000-8000-000000000001',
      number: 'ENG-2027-0042',
      title: say('客服热线外包', 'Customer hotline'),
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    },
    vendor: say('云舟科技有限公司', 'Yunzhou Technology Co., Ltd.'),
    score: scoreSample(),
    kpis: kpisSample(say),
    credits: [
      credit('2027-07', { kpi: 'answered', name: say('接通率', 'Calls answered') }, '12500.00'),
      credit('2027-08', { kpi: 'answered', name: say('接通率', 'Calls answered') }, '37500.00'),
      credit('2027-08', { kpi: 'resolution', name: say('一次解决率', 'Solved at first call') }, '8000.00'),
    ],
    ...eventsSample(say),
    ...workSample(say),
    ...laterSample(say),
  };
}

const credit = (
  period: string,
  about: { readonly kpi: string; readonly name: string },
  amount: string,
): ReviewPack['credits'][number] => ({ period, ...about, money: { amount, currency: 'CNY' } });

const scoreSample = (): ReviewPack['score'] => ({
  rolling: { score: 78.42, standing: 'average' },
  bands: DEFAULT_BANDS.map((band) => ({ ...band })),
  cards: MONTHS.map((period, index) => {
    const score = [91, 88, 85, 62, 48, 83][index] ?? null;
    const rolling = [91, 89.43, 87.8, 80.6, 72.9, 78.42][index] ?? null;
    const standing = score === null ? 'unrated' : score >= 80 ? 'excellent' : score >= 50 ? 'average' : 'poor';
    return { period, score, standing, coverageBp: 10_000, provisional: false, rolling };
  }),
});

const kpisSample = (say: Say): ReviewPack['kpis'] => [
  kpi(
    {
      key: 'answered',
      name: say('接通率', 'Calls answered'),
      unit: '%',
      target: 95,
      amber: 93,
      red: 90,
      weightBp: 4000,
    },
    [96.1, 95.8, 95.2, 92.4, 88.9, 95.6],
  ),
  kpi(
    {
      key: 'resolution',
      name: say('一次解决率', 'Solved at first call'),
      unit: '%',
      target: 80,
      score: 84,
      status: 'missed',
    },
    [81, 80.5, 79, null, 74.5, 78.2],
  ),
  kpi(
    {
      key: 'wait',
      name: say('平均等待时间', 'Average wait'),
      unit: say('秒', 's'),
      target: 20,
      direction: 'minimise',
      red: 45,
      trend: 'level',
    },
    [18, 19, 22, 31, 40, 20],
  ),
];

const eventsSample = (say: Say): Pick<ReviewPack, 'alarms' | 'incidents'> => ({
  alarms: [
    {
      id: '01900000-0000-7000-8000-000000000081',
      rule: 'R1',
      subject: say('接通率', 'Calls answered'),
      severity: 'red',
      state: 'mitigating',
      openedAt: '2027-09-08T01:30:00.000Z',
      closedAt: null,
    },
    {
      id: '01900000-0000-7000-8000-000000000082',
      rule: 'OBLIGATION_OVERDUE',
      subject: 'obligation',
      severity: 'amber',
      state: 'closed',
      openedAt: '2027-07-15T01:00:00.000Z',
      closedAt: '2027-07-20T03:00:00.000Z',
    },
  ],
  incidents: [
    {
      id: '01900000-0000-7000-8000-000000000091',
      type: say('热线中断两小时', 'Hotline down for two hours'),
      severity: 'major',
      detectedAt: '2027-08-03T06:20:00.000Z',
      personalData: false,
      state: 'closed',
      rootCause: say('运营商线路割接未演练', 'The carrier moved lines without a drill'),
    },
  ],
});

const workSample = (say: Say): Pick<ReviewPack, 'obligations' | 'actions'> => ({
  obligations: [
    {
      title: say('提交月度安全报告', 'Monthly security report'),
      duty: null,
      party: 'vendor',
      due: '2027-09-10',
      state: 'done',
    },
    { title: null, duty: 'joint-drill', party: 'us', due: '2027-11-05', state: 'upcoming' },
  ],
  actions: [
    {
      title: say('补充夜班坐席六人', 'Hire six more agents for the night'),
      party: 'vendor',
      owner: say('李静', 'Jing Li'),
      due: '2027-09-15',
      state: 'done',
      overdue: false,
      from: { kind: 'monthly', period: '2027-07' },
    },
    {
      title: say('双方演练线路切换', 'Rehearse the switch of lines together'),
      party: 'us',
      owner: say('王芳', 'Fang Wang'),
      due: '2027-10-08',
      state: 'open',
      overdue: true,
      from: { kind: 'monthly', period: '2027-08' },
    },
  ],
});

/** As one of ours reads it. */
export const packDocumentSample = (say: Say, locale: Locale): PackDocument =>
  packDocument(
    { pack: packSample(say), sha256: '9f2c1d7e5a4b8c3f6e0d9a2b1c4e7f8a5d3b6c9e2f1a4d7b8c5e0f3a6d9b2c1e' },
    { locale, timeZone: 'Asia/Shanghai', parts: ALL_PARTS },
  );
