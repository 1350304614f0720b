import type { FeedbackView, QuestionOnPage } from '../feedback-page-data';
import type { MailData } from '../mail-data';
import type { PageData, Shell } from '../page-data';
import type { RetrospectiveOnPage } from '../retrospective-page-data';
import { ledgerSample } from './ledger';
import { relationshipSample } from './our-score';
import type { Say } from './pages';

type About = Omit<MailData['contract-expired'], 'endedOn'>;

const surveyOf = (say: Say) => ({
  title: say('客服热线满意度调查（2026年10月）', 'Customer hotline: how was October?'),
  closesOn: '2026-12-04',
});

export const surveyMailSample = (say: Say, about: About): Pick<MailData, 'survey'> => ({
  survey: { ...about, url: 'http://localhost:3000/f/018f4c1e-sample', survey: surveyOf(say), reminder: true },
});

const questionSample = (
  question: QuestionOnPage['question'],
  { from, to, chosen }: { readonly from: number; readonly to: number; readonly chosen: number | null },
): QuestionOnPage => ({
  question,
  answers: Array.from({ length: to - from + 1 }, (_, n) => ({ value: from + n, chosen: from + n === chosen })),
  fault: chosen === null ? 'is not answered' : null,
});

/** Believable data for the page on which people answer a survey. */
export const surveyPageSample = (say: Say, visitor: Shell): Pick<PageData, 'survey'> => ({
  survey: {
    shell: visitor,
    survey: surveyOf(say),
    questions: [
      questionSample('csat', { from: 1, to: 5, chosen: 4 }),
      questionSample('nps', { from: 0, to: 10, chosen: null }),
    ],
    comment: say('接通很快，但夜间等待较久。', 'Quick to answer, but slow at night.'),
    commentFault: null,
    focus: 'nps',
    personal: true,
    over: false,
    done: false,
    refusal: 'INVALID_FIELDS',
    form: 'sample',
    action: '#',
    hidden: { name: 'nonce', value: 'sample' },
  },
});

const feedbackSample = (say: Say): FeedbackView => ({
  periods: [
    {
      period: '2026-10',
      answered: 42,
      invited: 60,
      csat: { n: 42, enough: true, shareBp: 8095, mean: 4.12 },
      nps: {
        ...{ n: 42, enough: true, score: 31, margin: 21.9, low: 7, high: 50.8 },
        ...{ promoters: 21, passives: 13, detractors: 8 },
      },
    },
    {
      period: '2026-09',
      answered: 3,
      invited: 60,
      csat: { n: 3, enough: false, shareBp: null, mean: null },
      nps: null,
    },
  ],
  running: [{ ...surveyOf(say), answered: 12 }],
  remarks: [
    {
      on: '2026-11-20',
      source: say('门店经理', 'Store manager'),
      text: say('夜班态度好。', 'The night shift is kind.'),
    },
  ],
});

const retrospectiveSample = (say: Say): readonly RetrospectiveOnPage[] => [
  {
    ...{ year: 2026, from: '2025-11-15', anniversary: '2026-11-15', state: 'open', met: 1, measures: 2 },
    total: { amount: '1280000.00', currency: 'CNY' },
    planned: { amount: '3600000.00', currency: 'CNY' },
    ...{ spentBp: 3556, score: 82.4, trend: 'up', issues: 6, alarms: 2, incidents: 0 },
    formHref: '#',
    summary: say('整体良好，夜间服务成本偏高。', 'A good year with dear nights.'),
    lessons: [say('是否已明确夜间服务要求？', 'Are nights asked for?')],
  },
];

/** What the ledgers count, what those who use the service say of it, how both sides get on, and what its owner says of the year. */
export const countedSamples = (say: Say) => ({
  ...ledgerSample(say),
  feedback: feedbackSample(say),
  retrospectives: retrospectiveSample(say),
  relationship: relationshipSample,
});
