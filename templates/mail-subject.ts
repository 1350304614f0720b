import type { Locale } from '../domain/people/people';
import { labelOf, translate } from './catalog';
import { formatDay } from './format';
import type { EngagementRef, MailData, MailName } from './mail-data';
import { oneLine } from './plain';
import type { ProposalPart } from './proposal-page-data';

type Values = Readonly<Record<string, string | number>>;
type Subjects = { readonly [N in MailName]: (data: MailData[N], locale: Locale) => Values };

/** Mail clients cut subjects anyway; a bound keeps the header sane whatever a title holds. */
const MAX_TITLE = 120;
const short = (text: string): string => {
  const line = oneLine(text);
  return line.length <= MAX_TITLE ? line : `${line.slice(0, MAX_TITLE - 1)}…`;
};

const ofRequest = ({ request }: { readonly request: { readonly title: string } }): Values => ({
  title: short(request.title),
});
const ofEngagement = ({ engagement }: { readonly engagement: EngagementRef }): Values => ({
  number: engagement.number,
  title: short(engagement.title),
});
const ofReview = (data: MailData['review-missed'], locale: Locale): Values => ({
  ...ofEngagement(data),
  kind: labelOf(locale, 'review', data.kind),
  period: data.period,
});
const ofIssue = (data: MailData['issue'], locale: Locale): Values => ({
  ...ofEngagement(data),
  issue: short(`#${data.issue.number} ${data.issue.title}`),
  news: labelOf(locale, 'issue-news', data.word),
});
const ofPlan = (data: MailData['improvement'], locale: Locale): Values => ({
  ...ofEngagement(data),
  plan: short(`#${data.plan.number} ${data.plan.kpis}`),
  news: labelOf(locale, 'improvement-news', data.word),
});
const ofMilestone = (data: MailData['vendor-milestone'], locale: Locale): Values => ({
  ...ofEngagement(data),
  milestone: short(`#${data.milestone.number} ${data.milestone.title}`),
  news: labelOf(locale, 'milestone-news', data.word),
});
const ofItem = ({ item }: MailData['action-item'], locale: Locale): Values => ({
  title: short(item.title ?? labelOf(locale, 'action-item', item.kind)),
  date: formatDay(item.dueOn, locale),
});
const ofProposal = ({ kind, title }: ProposalPart, locale: Locale): Values => ({
  what: short(
    [labelOf(locale, 'proposal-kind', kind), ...(title === null ? [] : [title])].join(translate(locale, 'word.colon')),
  ),
});
const ofPeriod = (data: MailData['kpi-request']): Values => ({ ...ofEngagement(data), period: data.period });

const SUBJECTS: Subjects = {
  'approval-request': ofRequest,
  reminder: ofRequest,
  digest: ({ date }, locale) => ({ date: formatDay(date, locale) }),
  escalation: ofRequest,
  'no-longer-needed': ofRequest,
  outcome: (data, locale) => ({ ...ofRequest(data), status: labelOf(locale, 'request-status', data.status) }),
  returned: ofRequest,
  cc: ofRequest,
  mention: (data) => ({ ...ofRequest(data), name: short(data.by) }),
  code: ({ requestTitle }) => ({ title: short(requestTitle) }),
  'opinion-request': ofRequest,
  answered: ofRequest,
  substituted: ofRequest,
  'new-link': ofRequest,
  decided: (data, locale) => ({ ...ofRequest(data), decision: labelOf(locale, 'task-status', data.decision) }),
  'link-locked': ({ requestTitle }) => ({ title: short(requestTitle) }),
  'cooling-off': ofRequest,
  frozen: (data) => ({ ...ofRequest(data), person: short(data.person) }),
  'decision-confirmed': ofRequest,
  'decision-annulled': ofRequest,
  'decision-reported': (data) => ({ ...ofRequest(data), person: short(data.person) }),
  'kpi-request': ofPeriod,
  'kpi-reminder': ofPeriod,
  'review-invitation': ofReview,
  'review-missed': ofReview,
  standing: (data, locale) => ({ ...ofEngagement(data), standing: labelOf(locale, 'standing', data.standing) }),
  'review-cancelled': ofReview,
  'review-minutes-due': ofReview,
  'review-minutes': ofReview,
  'review-objection': ofReview,
  'notice-reminder': (data, locale) => ({ ...ofEngagement(data), date: formatDay(data.noticeDeadline, locale) }),
  'contract-renewed': (data, locale) => ({ ...ofEngagement(data), date: formatDay(data.until, locale) }),
  'contract-expired': ofEngagement,
  alarm: (data, locale) => ({ ...ofEngagement(data), severity: labelOf(locale, 'severity', data.severity) }),
  'alarm-overdue': (data, locale) => ({ ...ofEngagement(data), severity: labelOf(locale, 'severity', data.severity) }),
  'exit-task': (data, locale) => ({ ...ofEngagement(data), task: data.task[locale] }),
  'tender-invitation': ofEngagement,
  'tender-amended': ofEngagement,
  'tender-cancelled': ofEngagement,
  'tender-reminder': ofEngagement,
  'vendor-question': ofEngagement,
  'vendor-answer': ofEngagement,
  'bid-receipt': ofEngagement,
  'award-won': ofEngagement,
  'award-lost': ofEngagement,
  questionnaire: ({ title, vendor }) => ({ title: short(title), vendor: short(vendor) }),
  'audit-head': ({ number, day }, locale) => ({ number, day: formatDay(day, locale) }),
  'password-link': () => ({}),
  'sign-in-changed': () => ({}),
  'proposal-made': ofProposal,
  'proposal-settled': (data, locale) => ({
    ...ofProposal(data, locale),
    state: labelOf(locale, 'proposal-state', data.state),
  }),
  'tender-asked': ofEngagement,
  'tender-opened': ofEngagement,
  issue: ofIssue,
  'vendor-issue': ofIssue,
  improvement: ofPlan,
  'vendor-improvement': ofPlan,
  'vendor-rating': (data) => ({ ...ofEngagement(data), quarter: data.rating.quarter }),
  'vendor-milestone': ofMilestone,
  survey: ({ survey }) => ({ title: short(survey.title) }),
  'vendor-returns': ofEngagement,
  'exit-returns': ofEngagement,
  'settlement-approved': ofEngagement,
  'vendor-settlement': ofEngagement,
  'engagement-closed': ofEngagement,
  'action-item': ofItem,
  'action-items': ({ tasks, about }) => ({ count: tasks.length, about: short(about) }),
  'action-item-reminder': ofItem,
  welcome: () => ({}),
};

/** The subject line of a mail, for example `[Approval] Hotline 2027`. */
export const mailSubject = <N extends MailName>(name: N, locale: Locale, data: MailData[N]): string =>
  translate(locale, `mail.${name}.subject`, SUBJECTS[name](data, locale));
