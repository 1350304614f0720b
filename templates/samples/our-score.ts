import type { Relationship } from '../../domain/engagement/relationship-schema';
import { RATING_QUESTIONS } from '../../domain/rating/words';
import type { PageData } from '../page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

/** What a vendor is asked about us. */
export const ratingSample = (say: Say): PageData['service']['rating'] => ({
  quarter: '2026-Q3',
  closesAt: NOW + 9 * DAY,
  answered: true,
  questions: RATING_QUESTIONS.map((question, n) => ({
    question,
    marks: [1, 2, 3, 4, 5].map((value) => ({ value, chosen: value === 5 - n })),
    comment: question === 'scope' ? say('需求常在冻结后变更。', 'Requirements change after the freeze.') : '',
    commentName: `${question}-comment`,
    fault: null,
  })),
  remark: say('沟通顺畅。', 'Good to work with.'),
  refusal: null,
});

const marksSample = (say: Say) => ({
  payment: { score: 5, comment: null },
  decisions: { score: 4, comment: null },
  clarity: { score: 3, comment: null },
  scope: { score: 2, comment: say('需求常在冻结后变更。', 'Requirements change after the freeze.') },
});

/** How we do, by the clock and in the eyes of the vendor. */
export const ourScoreSample = (say: Say): PageData['follow-up']['ourScore'] => ({
  items: [
    {
      quarter: '2026-Q4',
      decisions: { n: 6, medianHours: 9.5, onTimeBp: 8333 },
      answers: { n: 3, medianHours: 4 },
    },
    {
      quarter: '2026-Q3',
      decisions: { n: 0, medianHours: null, onTimeBp: null },
      answers: { n: 0, medianHours: null },
    },
  ],
  next: null,
  ratings: {
    mean: 3.63,
    trend: 'down',
    rounds: [
      {
        ...{ quarter: '2026-Q3', state: 'running', closesOn: '2026-12-04', answered: true },
        ...{ mean: null, marks: null, remark: null },
      },
      {
        ...{ quarter: '2026-Q2', state: 'closed', closesOn: '2026-07-22', answered: true, mean: 3.5 },
        marks: marksSample(say),
        remark: say('沟通顺畅。', 'Good to work with.'),
      },
      {
        ...{ quarter: '2026-Q1', state: 'closed', closesOn: '2026-04-23', answered: false },
        ...{ mean: null, marks: null, remark: null },
      },
    ],
  },
});

export const relationshipSample: Relationship = {
  score: 78.25,
  parts: [
    { part: 'performance', value: 82.5, weightBp: 5000 },
    { part: 'issues', value: 60, weightBp: 2500 },
    { part: 'contact', value: null, weightBp: 0 },
    { part: 'satisfaction', value: 88, weightBp: 2500 },
  ],
  satisfaction: { users: 78, vendor: 98 },
};
