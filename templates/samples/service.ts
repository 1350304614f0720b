import { vendorReturnsSample } from './exit-page';
import type { MailData } from '../mail-data';
import type { PageData, Shell } from '../page-data';
import type { CorrectionOnPage, IssueOnPage, PlanOnPage } from '../service-page-data';
import { milestonesSample, vendorMilestonesSample } from './milestones';
import { DAY, NOW } from './moment';
import { ourScoreSample, ratingSample } from './our-score';
import type { Say } from './pages';
import { REFUSED } from './untyped';

type About = Omit<MailData['contract-expired'], 'endedOn'>;

/** Believable data for the mails between both sides of a running service. */
export function serviceMailSamples(
  say: Say,
  about: About,
): Pick<MailData, 'issue' | 'vendor-issue' | 'improvement' | 'vendor-improvement' | 'vendor-rating'> {
  const issue = {
    number: 3,
    title: say('夜间无人接听', 'Nobody answers at night'),
    severity: 'major',
    state: 'open',
    answerDueAt: NOW + DAY,
    resolveDueAt: NOW + 10 * DAY,
    said: say('上周三晚有 14 通电话无人接听。', 'Fourteen calls went unanswered last Wednesday night.'),
    by: 'us',
  } as const;
  const plan = {
    number: 2,
    kpis: say('接通率', 'Answer rate'),
    state: 'running',
    trigger: 'kpi',
    due: '2027-03-24',
    measure: null,
  } as const;
  const measure = { title: say('增设夜班座席', 'Add agents at night'), due: '2026-12-15' };
  const link = 'http://localhost:3000/i/018f4c1e-sample';
  return {
    improvement: { ...about, word: 'opened', plan: { ...plan, state: 'open' } },
    'vendor-improvement': { ...about, url: link, word: 'measure-late', plan: { ...plan, measure } },
    issue: { ...about, word: 'answer-late', issue: { ...issue, by: 'vendor' } },
    'vendor-issue': { ...about, url: link, word: 'news', issue },
    'vendor-rating': {
      ...about,
      url: link,
      rating: { quarter: '2026-Q3', closesAt: NOW + 9 * DAY },
      reminder: false,
    },
  };
}

const issuesOf = (say: Say): readonly IssueOnPage[] => [lateIssue(say), settledIssue(say)];

const lateIssue = (say: Say): IssueOnPage => ({
  id: 'a',
  number: 3,
  title: say('夜间无人接听', 'Nobody answers at night'),
  severity: 'major',
  state: 'open',
  assignee: 'vendor',
  openedAt: NOW - 2 * DAY,
  answerDueAt: NOW - DAY,
  resolveDueAt: NOW + 8 * DAY,
  overdue: 'answer',
  remarks: [
    {
      at: NOW - 2 * DAY,
      side: 'us',
      name: say('李静', 'Jing Li'),
      step: 'raise',
      text: say('上周三晚有 14 通电话无人接听。', 'Fourteen calls went unanswered last Wednesday night.'),
    },
  ],
  offers: ['answer', 'comment', 'resolve'],
  text: '',
  refusal: 'COMMENT_REQUIRED',
});

const settledIssue = (say: Say): IssueOnPage => ({
  id: 'b',
  number: 2,
  title: say('门禁卡未发放', 'Badges are missing'),
  severity: 'minor',
  state: 'resolved',
  assignee: 'us',
  openedAt: NOW - 20 * DAY,
  answerDueAt: null,
  resolveDueAt: null,
  overdue: null,
  remarks: [
    { at: NOW - 20 * DAY, side: 'vendor', name: null, step: 'raise', text: say('请发卡。', 'Please issue badges.') },
    { at: NOW - 19 * DAY, side: 'us', name: null, step: 'resolve', text: say('已发放。', 'Issued.') },
  ],
  offers: ['close', 'reopen', 'comment'],
  text: '',
  refusal: null,
});

const measureSamples = (say: Say): PlanOnPage['measures'] => [
  {
    place: 1,
    title: say('增设夜班座席', 'Add agents at night'),
    side: 'vendor',
    person: null,
    due: '2026-12-15',
    doneAt: null,
    progress: [{ at: NOW - 3 * DAY, side: 'vendor', text: say('已招聘两人。', 'Two have been hired.') }],
    mayReport: true,
    refused: false,
  },
  {
    place: 2,
    title: say('开放排班数据', 'Open the forecast of calls'),
    side: 'us',
    person: say('李静', 'Jing Li'),
    due: '2026-12-01',
    doneAt: NOW - DAY,
    progress: [],
    mayReport: false,
    refused: false,
  },
];

const planSample = (say: Say): PlanOnPage => ({
  id: 'p',
  number: 2,
  kpis: say('接通率', 'Answer rate'),
  trigger: 'kpi',
  state: 'running',
  due: '2027-03-24',
  rootCause: [
    say('夜间来电无人接听', 'Calls at night are not answered'),
    say('夜班只有一名座席', 'There is one agent at night'),
  ],
  measures: measureSamples(say),
  milestones: [
    {
      kpi: say('接通率', 'Answer rate'),
      targetValue: 85,
      from: '2026-12-01',
      to: '2026-12-31',
      value: 82.5,
      state: 'failing',
    },
  ],
  cancelling: null,
  mayAgree: false,
  mayCancel: false,
  ...{ cancelRefused: false, refusal: null, text: '', done: false },
});

const talkSample = (say: Say): PageData['follow-up']['talk'] => ({
  forms: [{ form: 'communication-plan', href: '#' }],
  plan: {
    cadence: null,
    cadenceDays: 10,
    channels: ['meeting', 'mail'],
    contacts: [
      { name: say('李静', 'Jing Li'), side: 'us', email: 'li@example.com', role: say('服务经理', 'Service manager') },
      {
        name: say('吴涛', 'Tao Wu'),
        side: 'vendor',
        email: 'wu@example.com',
        role: say('客户经理', 'Account manager'),
      },
    ],
    escalation: [
      { level: 1, name: say('王磊', 'Lei Wang'), days: 2 },
      { level: 2, name: say('吴涛', 'Tao Wu'), days: 5 },
    ],
  },
  derived: true,
  missing: [],
  last: { at: NOW - 3 * DAY, kind: 'meeting' },
  silentFrom: NOW + 17 * DAY,
  contacts: [
    {
      on: '2026-11-24',
      channel: 'call',
      summary: say('夜班排班已讨论。', 'The night shifts were discussed.'),
      participants: [say('李静', 'Jing Li'), say('吴涛', 'Tao Wu')],
    },
  ],
  channels: ['meeting', 'call', 'mail'],
});

const correctionSample = (say: Say): CorrectionOnPage => ({
  id: 'correction',
  kpi: say('20 秒接通率', 'Answered within 20 seconds'),
  unit: '%',
  period: '2026-10',
  kind: 'closed-period',
  value: 82,
  status: null,
  counted: 71.5,
  evidence: null,
  files: [{ fileName: say('补记记录.xlsx', 'lost-days.xlsx'), size: 48_200, at: Date.UTC(2026, 10, 12, 9), href: '#' }],
  reason: say('话务系统漏记了两天。', 'The switchboard had lost two days.'),
  side: 'vendor',
  proposedBy: null,
  proposedAt: Date.UTC(2026, 10, 12, 9),
  offers: ['confirm', 'reject'],
  text: '',
  refusal: null,
});

/** Believable data for the pages of a running service. */
export function servicePageSamples(
  say: Say,
  { shell, visitor }: { readonly shell: Shell; readonly visitor: Shell },
): Pick<PageData, 'service' | 'follow-up'> {
  const engagement = { number: 'ENG-0007', title: say('客服热线外包（2027）', 'Customer hotline 2027') };
  const common = {
    issues: issuesOf(say),
    ...{ plans: [planSample(say)], mayRaise: true, astray: null },
    typed: REFUSED,
  };
  const form = { action: '#', hidden: { name: 'nonce', value: 'sample' } };
  return {
    service: {
      shell: visitor,
      ...{ ...common, ...form },
      engagement,
      vendor: say('远洋客服有限公司', 'Oceanic Care Ltd'),
      rating: ratingSample(say),
      milestones: vendorMilestonesSample(say),
      returns: vendorReturnsSample(say),
      sides: 'side-vendor',
    },
    'follow-up': {
      shell: { ...shell, nav: 'engagements' },
      ...{ ...common, ...form },
      engagement: { ...engagement, id: 'sample' },
      milestones: milestonesSample(say),
      planHref: '#',
      corrections: [correctionSample(say)],
      responses: [
        { side: 'us', n: 4, meanHours: 6.5, medianHours: 5, trend: 'faster' },
        { side: 'vendor', n: 0, meanHours: null, medianHours: null, trend: null },
      ],
      ourScore: ourScoreSample(say),
      talk: talkSample(say),
      mayEdit: true,
      sides: 'side-us',
    },
  };
}
