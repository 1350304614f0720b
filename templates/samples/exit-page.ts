import { CAUSES } from '../../domain/engagement/schema';
import type { Locale } from '../../domain/people/people';
import { gauge } from '../chart/gauge';
import { labelOf, translate } from '../catalog';
import {
  type ExitPage,
  type KnowledgeOnPage,
  type PartsOnPage,
  type ReadinessOnPage,
  type ReturnOnPage,
  UNTRIED,
  type WhatIfOnPage,
} from '../exit-page-data';
import type { PageData, Shell } from '../page-data';
import { exitTaskSamples } from './exit-tasks';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const money = (amount: string) => ({ amount, currency: 'CNY' });

function readinessOf(say: Say, locale: Locale): ReadinessOnPage {
  const parts: ReadinessOnPage['parts'] = [
    {
      part: 'plan',
      points: 10,
      most: 20,
      evidence: [{ text: say('预案已测试', 'The plan was tested'), at: '2025-10-01' }],
    },
    { part: 'alternatives', points: 20, most: 20, evidence: [{ text: say('自建团队', 'Own team'), at: '2026-06-01' }] },
    { part: 'dataExportProven', points: 0, most: 20, evidence: [] },
    {
      part: 'accessInventory',
      points: 10,
      most: 10,
      evidence: [{ text: say('已清点', 'Gone through'), at: '2026-11-02' }],
    },
  ];
  return {
    score: 47.5,
    ready: false,
    gauge: gauge({
      title: translate(locale, 'exit.readiness'),
      unit: '',
      locale,
      value: 47.5,
      limit: { name: translate(locale, 'exit.ready-from'), value: 60 },
      name: translate(locale, 'exit.part'),
      parts: parts.map(({ part, points }) => ({ label: labelOf(locale, 'readiness-part', part), value: points })),
    }),
    parts,
  };
}

const FORMS = ['html', 'pdf', 'xlsx', 'json'].map((form) => ({ form, href: '#' }));

const partsOf = (say: Say): PartsOnPage => ({
  formHref: '#',
  items: [
    {
      ...{ number: 1, status: 'approved', cause: 'convenience', version: 3, lapsedBecause: null, href: '#' },
      scope: [say('夜间热线', 'Hotline at night'), say('周末值班', 'Duty at weekends')],
      ...{ noticeDate: '2026-10-01', effectiveDate: '2027-01-16', feeReduction: money('20000.00') },
      kpis: [say('夜间接通率', 'Answered at night')],
    },
  ],
});

const leavingOf = (say: Say): Pick<ExitPage, 'planHref' | 'forms' | 'parts' | 'certificates'> => ({
  planHref: '#',
  forms: [{ form: 'termination', href: '#' }],
  parts: partsOf(say),
  certificates: [{ title: say('旧工单', 'Old tickets'), forms: FORMS }],
});

const returnsOf = (say: Say): readonly ReturnOnPage[] => [
  {
    ...{
      key: 'vpn',
      kind: 'account',
      title: say('VPN 账号', 'VPN accounts'),
      holder: say('新阳客服', 'Sunrise'),
      count: 12,
    },
    ...{
      state: 'open',
      evidence: null,
      worth: null,
      declaredAt: NOW - DAY,
      declaredNote: null,
      confirmedBy: null,
      confirmedAt: null,
      mayConfirm: true,
    },
    attempt: { refusal: 'INVALID_FIELDS', text: '', state: 'lost', worth: '12' },
  },
  {
    ...{ key: 'badge', kind: 'pass', title: say('门禁卡 7 号', 'Badge 7'), holder: say('吴敏', 'Min Wu'), count: 1 },
    ...{ declaredAt: null, declaredNote: null },
    ...{ state: 'lost', evidence: say('丢失，已挂失', 'Lost, reported'), worth: money('120.00'), mayConfirm: true },
    ...{ confirmedBy: say('赵敏', 'Min Zhao'), confirmedAt: NOW - 2 * DAY, attempt: UNTRIED },
  },
];

const reviewOf = (say: Say): ExitPage['review'] => ({
  ...{
    state: 'written',
    score: 81.4,
    standing: 'average',
    met: 2,
    measures: 3,
    vendorStatus: 'qualified',
    formHref: '#',
  },
  summary: say('整体良好。', 'Good while it lasted.'),
  lessons: [say('尽早索要日志', 'Ask for logs early')],
});

const recordOf = (say: Say): ExitPage['record'] => ({
  archive: {
    ...{ builtAt: NOW - 3 * DAY, builtBy: say('王磊', 'Lei Wang'), files: 14, current: true, href: '#' },
    sha256: '5f2c41d09ab377e18c64e2b8d90f3a5566b1c0e7f4a8d2931b7e60c5a4f8d312',
  },
  mayArchive: true,
  missing: [],
  mayAsk: false,
  purge: {
    ...{ state: 'asked', reason: say('保存期已满。', 'It need not be kept any longer.'), rows: 0 },
    ...{ requestedBy: say('王磊', 'Lei Wang'), requestedAt: NOW - DAY, confirmedBy: null, confirmedAt: null },
    ...{ endedAt: null, certificateHref: null },
  },
  ...{ mayConfirm: true, mayWithdraw: true, maySettle: true, attempt: UNTRIED },
});

export const vendorReturnsSample = (say: Say): PageData['service']['returns'] => [
  {
    ...{
      key: 'vpn',
      kind: 'account',
      title: say('VPN 账号', 'VPN accounts'),
      holder: say('吴敏', 'Min Wu'),
      count: 12,
    },
    ...{ declaredAt: NOW - DAY, note: say('已注销', 'Closed on our side') },
    ...{ typed: '', refusal: null },
  },
];

const knowledgeOf = (say: Say): readonly KnowledgeOnPage[] => [
  {
    ...{
      id: 'sample-1',
      topic: say('值班手册', 'Runbook'),
      giver: say('吴敏', 'Min Wu'),
      method: 'shadowing',
      due: '2026-12-01',
    },
    ...{ state: 'handed-over', receiver: say('陈静', 'Jing Chen'), materials: [], comment: null },
    ...{ handedOverBy: say('赵敏', 'Min Zhao'), handedOverAt: NOW - DAY, answeredAt: null, changeHref: '#' },
    ...{ mayHandOver: false, mayAnswer: true, attempt: UNTRIED },
  },
  {
    ...{
      id: 'sample-2',
      topic: say('话术库', 'Scripts'),
      giver: say('吴敏', 'Min Wu'),
      method: 'documents',
      due: '2026-12-15',
    },
    ...{ state: 'planned', receiver: say('王磊', 'Lei Wang'), materials: [], comment: null, handedOverBy: null },
    ...{ handedOverAt: null, answeredAt: null, changeHref: '#', mayHandOver: true, mayAnswer: false, attempt: UNTRIED },
  },
];

const whatIfOf = (say: Say): WhatIfOnPage => ({
  ...{ action: '#', currency: 'CNY', noticeDeadline: '2026-12-31', currentEnd: '2027-03-31' },
  ...{ terminateOn: '2027-01-31', noticeOn: '', months: '12', monthlyFee: '30000' },
  causes: CAUSES.map((cause) => ({ cause, chosen: cause === 'convenience' })),
  termination: {
    ...{ noticeOn: '2026-11-24', earliestEnd: '2027-02-24', inTime: false },
    ...{ effectiveDate: '2027-01-31', exitEnd: '2027-03-02', net: money('7600.00') },
    lines: [
      { kind: 'termination_fee', charge: true, money: money('8000.00'), note: say('合同第 2 版', 'contract v2') },
      { kind: 'service_credit', charge: false, money: money('400.00'), note: say('2026-10 可用率', '2026-10 uptime') },
    ],
    playbook: [{ title: { en: 'Give notice to the vendor', 'zh-CN': '通知供应商' }, due: '2026-12-02' }],
  },
  renewal: {
    currentEnd: '2028-03-31',
    noticeDeadline: '2027-12-31',
    total: money('360000.00'),
    costDelta: money('-12000.00'),
  },
  reviews: [{ kind: 'quarterly', period: '2026-Q4', meetingOn: '2027-01-28' }],
  refusal: null,
});

/** Believable data for the page of an exit. */
export function exitPageSample(say: Say, { shell, locale }: { shell: Shell; locale: Locale }): Pick<PageData, 'exit'> {
  const page: ExitPage = {
    engagement: {
      id: 'sample',
      number: 'ENG-2026-0007',
      title: say('客服热线外包', 'Customer hotline'),
      state: 'EXITING',
    },
    ...{ cause: 'convenience', effectiveDate: '2026-12-31', retainUntil: '2029-12-31', currency: 'CNY' },
    readiness: readinessOf(say, locale),
    tasks: exitTaskSamples(say, NOW).map((task) => ({
      ...task,
      mayEnd: task.state === 'open' && task.waitsFor.length === 0,
      mayWaive: task.state === 'open',
      mayAct: task.state === 'open',
      mayConfirm: task.state === 'waiver-asked',
      attempt: UNTRIED,
    })),
    ...leavingOf(say),
    returns: { items: returnsOf(say), reviewedAt: NOW - 20 * DAY, formHref: '#' },
    knowledge: { items: knowledgeOf(say), formHref: '#' },
    settlementHref: '#',
    whatIf: whatIfOf(say),
    record: recordOf(say),
    review: reviewOf(say),
    ...{ kept: '', typed: { faults: { text: 'says how it was lost' }, focus: 'text' } },
    ...{ done: false, refusal: null, action: '#', hidden: { name: 'csrf', value: 'sample' } },
  };
  return { exit: { shell: { ...shell, nav: 'engagements' }, ...page } };
}
