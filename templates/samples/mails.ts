import type { Locale } from '../../domain/people/people';
import { returnsMailSamples } from './return-mails';
import { awardTitle } from './award-title';
import { factsOf } from '../facts';
import type { MailData, MailName } from '../mail-data';
import type { AlarmPart } from '../service-mail-data';
import { surveyMailSample } from './feedback';
import { milestoneMailSample } from './milestones';
import { platformMailSamples } from './platform-mails';
import { serviceMailSamples } from './service';
import { type ReviewMailName, reviewMails } from './review-mails';
import { tenderMailSamples } from './tender-mails';

const AT = Date.UTC(2026, 10, 30, 7, 30);
const money = (amount: string) => ({ amount, currency: 'CNY' });

type Pick2 = (chinese: string, english: string) => string;
type Some<N extends MailName> = Pick<MailData, N>;
type About = Omit<MailData['contract-expired'], 'endedOn'>;
type OfRequest = Omit<MailData['cc'], 'status' | 'steps'>;

/** Believable data for every mail, for previews and tests. */
export function mailSamples(locale: Locale): MailData {
  const pick: Pick2 = (chinese, english) => (locale === 'zh-CN' ? chinese : english);
  const to = { name: pick('李静', 'Jing Li'), timeZone: pick('Asia/Shanghai', 'Europe/London') };
  const mail = { to, url: 'http://localhost:3000/a/018f4c1e-sample' };
  const engagement = { number: 'ENG-0007', title: pick('客服热线外包（2027）', 'Customer hotline 2027') };
  const vendor = pick('远洋客服有限公司', 'Oceanic Care Ltd');
  const about: About = { ...mail, engagement, vendor };
  const request: OfRequest['request'] = {
    ...awardTitle(engagement, vendor),
    requester: pick('王磊', 'Lei Wang'),
    policy: pick('定商审批', 'Award of the contract'),
    engagement,
    amount: money('1284500.00'),
    round: 2,
    facts: factsOf({ vendor, total: 87.25, rank: 1, personalData: true, startWanted: '2027-01-01' }),
    factsLeftOut: 0,
  };
  return {
    ...taskSamples(pick, { ...mail, request }),
    ...doubtSamples(pick, { ...mail, request }),
    ...platformMailSamples(pick, mail),
    digest: digestSample(pick, { ...mail, request }),
    ...sharingSamples(pick, { ...mail, request }),
    ...resultSamples(pick, { ...mail, request }),
    ...serviceSamples(pick, about),
    ...endSamples(about),
    ...itemSamples(pick, to),
    ...tenderMailSamples(pick, about),
    ...serviceMailSamples(pick, about),
    'vendor-milestone': milestoneMailSample(pick, about),
    ...returnsMailSamples(pick, about),
    ...surveyMailSample(pick, about),
  };
}

function digestSample(pick: Pick2, { to, url, request }: OfRequest): MailData['digest'] {
  const { title, requester } = request;
  const headsets = { title: pick('采购审批：耳机', 'Purchase of headsets'), requester: pick('陈明', 'Ming Chen') };
  return {
    to,
    url: 'http://localhost:3000/inbox',
    date: '2026-11-30',
    tasks: [
      { title, requester, dueAt: AT, overdue: true, url },
      { ...headsets, dueAt: null, overdue: false, url: `${url}-2` },
    ],
  };
}

function taskSamples(
  pick: Pick2,
  mail: OfRequest,
): Some<
  'approval-request' | 'reminder' | 'escalation' | 'new-link' | 'code' | 'decided' | 'link-locked' | 'decision-reported'
> {
  const task = {
    ...mail,
    step: pick('财务复核', 'Finance review'),
    dueAt: AT,
    onBehalfOf: pick('陈明', 'Ming Chen'),
    note: pick('请重点看隐性成本一栏。', 'Please look at the hidden costs in particular.'),
    why: 'EMPTY_ADMIN',
    needsCode: true,
    linkUntil: AT + 86_400_000,
  };
  const { to, url, request } = mail;
  const decided = { ...mail, decision: 'approved', comment: pick('同意。', 'Agreed.'), at: AT };
  return {
    'approval-request': task,
    reminder: { ...task, overdue: true },
    escalation: { ...task, onBehalfOf: null, assignee: pick('周敏', 'Min Zhou') },
    'new-link': { ...task, note: null },
    code: { to, url, code: '482913', minutes: 10, requestTitle: request.title },
    decided,
    'link-locked': { to, url, requestTitle: request.title, tries: 10, minutes: 60 },
    'decision-reported': { ...decided, person: pick('周敏', 'Min Zhou'), status: 'approved' },
  };
}

function doubtSamples(
  pick: Pick2,
  mail: OfRequest,
): Some<'cooling-off' | 'frozen' | 'decision-confirmed' | 'decision-annulled'> {
  const person = pick('周敏', 'Min Zhou');
  const settled = { ...mail, by: pick('系统管理员', 'The administrator'), person };
  const decided = { decision: 'approve', comment: pick('同意。', 'Agreed.'), at: AT };
  return {
    'cooling-off': { ...mail, until: AT + 14_400_000, approved: true },
    frozen: { ...mail, ...decided, person, reporter: person },
    'decision-confirmed': { ...settled, comment: pick('已电话核实。', 'Checked by telephone.') },
    'decision-annulled': { ...settled, comment: pick('邮箱曾被盗用。', 'The mailbox was in other hands.') },
  };
}

function sharingSamples(pick: Pick2, mail: OfRequest): Some<'opinion-request' | 'answered' | 'substituted'> {
  const colleague = pick('周敏', 'Min Zhou');
  const task = {
    ...mail,
    step: pick('财务复核', 'Finance review'),
    dueAt: AT,
    onBehalfOf: null,
    note: null,
    why: null,
    needsCode: false,
    linkUntil: AT + 86_400_000,
  };
  return {
    'opinion-request': { ...task, note: pick('周敏：成本是否合理？', 'Min Zhou: Is the cost fair?'), asker: colleague },
    answered: { ...task, note: pick('陈明：成本可控，同意。', 'Ming Chen: The cost is under control.') },
    substituted: { ...task, substitute: colleague },
  };
}

function resultSamples(
  pick: Pick2,
  mail: OfRequest,
): Some<'no-longer-needed' | 'outcome' | 'returned' | 'cc' | 'mention' | 'welcome'> {
  const by = pick('周敏', 'Min Zhou');
  const { to } = mail;
  return {
    'no-longer-needed': { ...mail, reason: 'ANY_DECIDED', by },
    outcome: { ...mail, status: 'approved', by, comment: pick('同意。', 'Agreed.'), at: AT },
    returned: { ...mail, by, comment: pick('请补充第二家报价。', 'Please add a second quote.'), toStart: true },
    cc: { ...mail, status: null, steps: [{ title: pick('业务负责人', 'Business owner'), status: 'approved' }] },
    mention: {
      ...mail,
      by,
      comment: pick('@李静 请确认过渡期费用。', '@Jing Li please confirm the transition costs.'),
    },
    welcome: {
      to,
      url: 'http://localhost:3000/sign-in',
      inviter: pick('系统管理员', 'The administrator'),
      roles: ['manager', 'finance'],
    },
  };
}

const alarmPart = (kpi: string): AlarmPart => ({
  severity: 'red',
  rule: 'R3',
  subject: 'answered',
  ackDueAt: AT,
  planDueAt: AT + 4 * 86_400_000,
  reopened: 1,
  evidence: factsOf({ kpi, period: '2026-10', value: 71.5, target: 80, values: [80.5, 78, 75.2, 71.5] }),
});

function serviceSamples(
  pick: Pick2,
  about: About,
): Some<'kpi-request' | 'kpi-reminder' | ReviewMailName | 'alarm' | 'alarm-overdue' | 'standing' | 'notice-reminder'> {
  const answered = pick('20 秒接通率', 'Answered within 20 seconds');
  const kpis = [
    { name: answered, unit: '%', target: 90, direction: 'maximise' },
    { name: pick('有效投诉', 'Justified complaints'), unit: pick('件', 'cases'), target: 3, direction: 'minimise' },
  ] as const;
  const kpi = { ...about, url: 'http://localhost:3000/k/018f4c1e-sample', period: '2026-10', dueAt: AT, kpis };
  const alarm = { ...about, ...alarmPart(answered) };
  const dates = { noticeDeadline: '2027-09-30', currentEnd: '2027-12-31', daysLeft: 30 };
  return {
    'kpi-request': kpi,
    'kpi-reminder': { ...kpi, overdue: true },
    ...reviewMails(pick, about),
    alarm,
    'alarm-overdue': { ...alarm, missing: 'plan', dueAt: AT },
    standing: { ...about, period: '2026-10', before: 'average', standing: 'poor', score: 41.5 },
    'notice-reminder': { ...about, ...dates, renewal: 'tacit' },
  };
}

function endSamples(
  about: About,
): Some<
  | 'contract-renewed'
  | 'contract-expired'
  | 'exit-task'
  | 'settlement-approved'
  | 'vendor-settlement'
  | 'engagement-closed'
> {
  const sums = { net: money('96250.00'), payable: money('88250.00'), disputedTotal: money('8000.00') };
  const task = { en: 'Move all datasets and read them back', 'zh-CN': '迁移全部数据集并回读核对' };
  const exit = { dueOn: '2027-11-30', cause: 'convenience' as const, effectiveDate: '2027-12-31' };
  const term = { from: '2028-01-01', until: '2028-12-31', noticeDeadline: '2028-09-30', tacit: true };
  return {
    'contract-renewed': { ...about, ...term },
    'contract-expired': { ...about, endedOn: '2027-12-31' },
    'exit-task': { ...about, ...exit, task, word: 'given' },
    'settlement-approved': { ...about, ...sums },
    'vendor-settlement': { ...about, ...sums, word: 'recall' },
    'engagement-closed': { ...about, closedAt: AT, gates: ['needs', 'award', 'contract', 'exit', 'settlement'] },
  };
}

function itemSamples(
  pick: Pick2,
  to: MailData['welcome']['to'],
): Some<'action-item' | 'action-items' | 'action-item-reminder'> {
  const data = {
    to,
    url: 'http://localhost:3000/action-items/0198f0de-0000-7000-8000-000000000001',
    part: 'assignee' as const,
    about: pick('ENG-2026-0007 客服热线外包', 'ENG-2026-0007 Customer hotline'),
    item: {
      kind: 'obligation' as const,
      title: pick('提交季度安全报告', 'Hand in the quarterly security report'),
      dueAt: AT,
      dueOn: '2026-11-30',
      comment: pick('请补充第三章的数据。', 'Please add the figures of chapter three.'),
      waiverReason: null,
    },
  };
  const task = { kind: 'incident-report' as const, title: null, dueAt: AT, url: data.url };
  const containment = pick('停用受影响的账号', 'Lock the accounts concerned');
  const tasks = [{ ...task, kind: 'incident-containment' as const, title: containment }, task];
  const together = { to, url: 'http://localhost:3000/action-items', about: data.about, tasks };
  return { 'action-item': data, 'action-items': together, 'action-item-reminder': { ...data, overdue: true } };
}
