import { contractLifeSample } from './contract-life';
import { datasetSamples, deletionBarsSample } from './datasets';
import { exitTaskSamples } from './exit-tasks';
import type { EngagementHead, EngagementPage, EngagementPart, EngagementParts } from '../engagement-page-data';
import { ENGAGEMENT_PARTS, ENGAGEMENT_TABS } from '../engagement-parts';
import type { ContractView } from '../contract-page-data';
import type { ExitView } from '../exit-part-data';
import type { FormLink } from '../record-form-data';
import { courseSample } from './course';
import { countedSamples } from './feedback';
import { alarmSamples, warnings } from './engagement-risk';
import { needsSample } from './needs';
import { privacySample } from './privacy';
import { resultsSample } from './results';
import type { Say } from './pages';
import { timelineSample } from './timeline';

const DAY = 86_400_000;
const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** An engagement in its exit, so that every part has something to show. */
export function engagementSample(say: Say, now: number): EngagementPage {
  const parts = partSamples(say, now);
  return {
    ...head(say, now),
    tabs: ENGAGEMENT_TABS.map((tab) => ({ tab, href: `?part=${tab}`, current: tab === 'all' })),
    parts: ENGAGEMENT_PARTS.map((name) => ({ name, ...parts[name] }) as EngagementPart),
  };
}

const FOLLOW_UP = { href: '#', openIssues: 3, lateIssues: 1, openMilestones: 2, lateMilestones: 1 };

const VENDOR = (say: Say): string => say('远洋客服有限公司', 'Oceanic Care Ltd');

const head = (say: Say, now: number): EngagementHead => ({
  engagement: {
    id: '018f4c1e-0000-7000-8000-000000000007',
    number: 'ENG-0007',
    title: say('客服热线外包（2027）', 'Customer hotline 2027'),
    state: 'EXITING',
    serviceType: 'customer-service',
    criticality: 'important',
    health: 'amber',
    owner: say('王磊', 'Lei Wang'),
    sponsor: say('周敏', 'Min Zhou'),
    vendor: VENDOR(say),
    currency: 'CNY',
    createdAt: now - 400 * DAY,
    sample: true,
  },
  course: courseSample(say),
  present: say('退出与结算', 'Exit'),
  step: null,
  openGate: { gate: 'settlement', href: '#' },
  work: null,
  next: 'gate',
});

function partSamples(say: Say, now: number): EngagementParts {
  const { forecasts, cost, carbon, invoices, feedback, retrospectives, relationship } = countedSamples(say);
  return {
    overview: { ...overview(say, now), relationship },
    needs: { needs: needsSample(say) },
    selection: {
      candidates: candidates(say, VENDOR(say)),
      selectionForms: links('candidate', 'evaluation-model', 'evaluators'),
      withheld: null,
    },
    contract: {
      contract: contractSample(say),
      contractForms: links('contract-amendment', 'contract-change', 'obligation', 'subcontractor'),
      privacy: privacySample(say),
    },
    delivery: {
      ...{ forecasts, cost, carbon, invoices, feedback },
      kpis: kpisSample(say, now),
      kpiForms: links('kpis'),
      valueForms: [{ period: '2026-10', href: '#' }],
      followUp: FOLLOW_UP,
    },
    performance: resultsSample(say),
    reviews: {
      rhythm: 'quarterly',
      reviews: [{ href: '#', kind: 'quarterly', period: '2026-Q3', state: 'approved', meetingAt: now - 30 * DAY }],
      rhythmForms: links('review-rhythm'),
      plans: [{ href: '#', number: 2, state: 'running', trigger: 'kpi', due: '2027-01-31' }],
      planForms: links('improvement-plan'),
      retrospectives,
    },
    risk: warnings(say, now),
    exit: { exit: exitSample(say, now), datasetForms: links('dataset', 'waiting-period', 'legal-hold') },
  };
}

/** What may be written down, as a running selection and a running contract would offer it. */
const links = (...forms: readonly string[]): readonly FormLink[] => forms.map((form) => ({ form, href: '#' }));

const overview = (say: Say, now: number): Omit<EngagementParts['overview'], 'relationship'> => ({
  glance: {
    scorecard: { period: '2026-10', score: 62.5, standing: 'average', coverageBp: 10_000, provisional: false },
    term: { currentEnd: '2027-12-31', noticeDeadline: '2027-09-30' },
    followUp: FOLLOW_UP,
  },
  alarms: alarmSamples(say, now),
  forms: links('timesheet'),
  dates: [
    { kind: 'kpi-open', at: now + 4 * DAY },
    { kind: 'review-open', at: now + 14 * DAY },
    { kind: 'notice-deadline', at: now + 90 * DAY },
  ],
  overlap: OVERLAP,
  ...timelineSample(say, now),
});

const OVERLAP = {
  name: 'Anna Weber',
  timeZone: 'Europe/Berlin',
  on: '2026-03-02',
  hours: 2,
  later: { on: '2026-08-31', hours: 3 },
};

const candidates = (say: Say, vendor: string): EngagementParts['selection']['candidates'] => [
  {
    vendor,
    chosen: true,
    quoted: true,
    tco: cny('3853500.00'),
    total: 87.25,
    rank: 1,
    quoteOnlyRank: 2,
    flags: [],
    forms: [{ form: 'scores', href: '#' }],
  },
  {
    vendor: say('极速呼叫', 'Rapid Calls'),
    chosen: false,
    quoted: true,
    tco: cny('3120000.00'),
    total: 71.4,
    rank: 2,
    quoteOnlyRank: 1,
    flags: ['ABNORMALLY_LOW_BID'],
    forms: [],
  },
];

const contractSample = (say: Say): ContractView => ({
  start: '2026-01-01',
  currentEnd: '2027-12-31',
  noticeDeadline: '2027-09-30',
  renewal: 'tacit',
  monthlyFee: cny('106000.00'),
  feeRests: true,
  atRiskBp: 1200,
  version: 3,
  report: null,
  missing: 1,
  clauses: [
    { code: 'LIABILITY', status: 'missing', reason: null, forms: [{ form: 'clause-waiver', href: '#' }] },
    { code: 'SCOPE', status: 'present', reason: null, forms: [] },
    {
      ...{ code: 'AUDIT', status: 'waived', forms: [] },
      reason: say('供应商已有第三方审计报告', 'Covered by a third-party report'),
    },
  ],
  recommended: [
    { names: { en: 'Call recordings', 'zh-CN': '通话录音' }, status: 'present' },
    { names: { en: 'Staff turnover', 'zh-CN': '人员流动' }, status: 'open' },
  ],
  signatures: [{ party: 'us', signatory: say('周敏', 'Min Zhou'), at: Date.UTC(2025, 11, 20, 3) }],
  ...contractLifeSample(say),
});

const kpisSample = (say: Say, now: number): EngagementParts['delivery']['kpis'] => [
  {
    forms: [{ form: 'kpi', href: '#' }],
    name: say('20 秒接通率', 'Answered within 20 seconds'),
    unit: '%',
    frequency: 'monthly',
    source: 'vendor',
    weightBp: 6000,
    target: 80,
    alarms: [
      { level: 'amber', from: 78 },
      { level: 'red', from: 75 },
    ],
    ...{ period: '2026-10', value: 71.5, status: null },
    files: [{ fileName: say('话务月报.pdf', 'calls-october.pdf'), size: 184_300, at: now - DAY, href: '#' }],
    ...{ score: 57.5, trend: 'down', standing: 'short', dueAt: now + 4 * DAY },
  },
  {
    forms: [{ form: 'kpi', href: '#' }],
    name: say('满意度', 'Satisfaction'),
    unit: '/5',
    frequency: 'quarterly',
    source: 'internal',
    weightBp: 4000,
    target: 4.5,
    alarms: [],
    ...{ period: '2026-Q3', value: null, status: 'no_activity' },
    files: [],
    ...{ score: 100, trend: 'steady', standing: 'on-target', dueAt: now + 60 * DAY },
  },
];

const SETTLEMENT = {
  net: cny('96250.00'),
  payable: cny('88250.00'),
  disputedTotal: cny('8000.00'),
  lines: [
    { kind: 'final_fee_prorata', charge: true, money: cny('95250.00'), disputed: false },
    { kind: 'termination_fee', charge: true, money: cny('8000.00'), disputed: true },
    { kind: 'service_credit', charge: false, money: cny('7000.00'), disputed: false },
  ],
};

const exitSample = (say: Say, now: number): ExitView => ({
  cause: 'convenience',
  effectiveDate: '2026-12-31',
  tasks: exitTaskSamples(say, now),
  datasets: datasetSamples(say),
  bars: deletionBarsSample(say),
  ...{ settlementHref: '#', settlement: SETTLEMENT },
});
