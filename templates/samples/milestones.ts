import type { MailData } from '../mail-data';
import type { MilestoneOnPage, MilestonesOnPage } from '../milestone-page-data';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

type About = Omit<MailData['contract-expired'], 'endedOn'>;

const criteriaOf = (say: Say): MilestoneOnPage['criteria'] => [
  {
    ...{ place: 0, reasonName: 'reason-0' },
    text: say('50 个座席全部上线', 'All 50 seats are live'),
    met: true,
    reason: '',
  },
  {
    ...{ place: 1, reasonName: 'reason-1' },
    text: say('操作手册已交付并经抽查', 'The manual is handed over and was spot-checked'),
    met: false,
    reason: '',
  },
];

const rejected = (say: Say): MilestoneOnPage => ({
  id: 'm1',
  number: 1,
  title: say('一期上线', 'First phase live'),
  description: say('五十个座席投产。', 'Fifty seats go into production.'),
  state: 'delivered',
  due: '2026-11-13',
  again: null,
  overdue: false,
  daysLate: 5,
  fee: { amount: '120000.00', currency: 'CNY' },
  criteria: criteriaOf(say),
  deliveries: [
    {
      ...{ round: 1, side: 'vendor', name: null, on: '2026-11-12', documents: [] },
      note: say('座席全部上线。', 'All seats are live.'),
      links: [],
      outcome: 'rejected',
      decidedAt: NOW - 8 * DAY,
      decidedBy: say('李静', 'Jing Li'),
      missing: [
        {
          text: say('操作手册已交付并经抽查', 'The manual is handed over and was spot-checked'),
          reason: say('手册缺少第三章。', 'The manual lacks chapter three.'),
        },
      ],
      comment: null,
    },
    {
      ...{ round: 2, side: 'vendor', name: null, on: '2026-11-18', documents: [] },
      note: say('手册已补全。', 'The manual is complete.'),
      ...{ links: [], outcome: null, decidedAt: null, decidedBy: null, missing: [], comment: null },
    },
  ],
  cancelled: null,
  request: null,
  ...{ mayDeliver: false, mayJudge: true, mayCancel: false },
  ...{ text: '', links: '', on: '', refusal: null, refusedAct: null },
});

const planned = (say: Say): MilestoneOnPage => ({
  ...rejected(say),
  id: 'm2',
  number: 2,
  title: say('知识库移交', 'Knowledge base handed over'),
  description: '',
  state: 'planned',
  due: '2026-11-20',
  overdue: true,
  daysLate: null,
  deliveries: [],
  ...{ mayDeliver: true, mayJudge: false, mayCancel: true },
});

/** Believable data for the milestones of a service as we see them. */
export const milestonesSample = (say: Say): MilestonesOnPage => ({
  list: [rejected(say), planned(say)],
  punctuality: { due: 2, onTime: 0, shareBp: 0 },
  mayPlan: true,
  feeCurrency: null,
});

/** The same as the vendor sees them. */
export const vendorMilestonesSample = (say: Say): MilestonesOnPage => ({
  ...milestonesSample(say),
  list: milestonesSample(say).list.map((one) => ({
    ...one,
    mayJudge: false,
    mayCancel: false,
    deliveries: one.deliveries.map((delivery) => ({ ...delivery, decidedBy: null })),
  })),
  mayPlan: false,
});

export const milestoneMailSample = (say: Say, about: About): MailData['vendor-milestone'] => ({
  ...about,
  url: 'http://localhost:3000/i/018f4c1e-sample',
  word: 'rejected',
  milestone: {
    number: 1,
    title: say('一期上线', 'First phase live'),
    state: 'rejected',
    due: '2026-11-13',
    deliverBy: '2026-11-30',
    payable: null,
    missing: [
      {
        text: say('操作手册已交付并经抽查', 'The manual is handed over and was spot-checked'),
        reason: say('手册缺少第三章。', 'The manual lacks chapter three.'),
      },
    ],
    reason: null,
  },
});
