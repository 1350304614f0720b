import type { ReviewPack } from '../../domain/review/pack-schema';
import type { Say } from './pages';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** Credits, milestones and the vendor's rating of us. */
export const deliverySample = (say: Say): Pick<ReviewPack, 'creditLines' | 'milestones' | 'rating'> => ({
  creditLines: {
    lines: [
      {
        ...{ period: '2027-08', kpi: 'solved', name: say('一次解决率', 'Solved at first call') },
        ...{ kind: 'credit', money: cny('-4500.00'), invoice: '2027-09' },
      },
      {
        ...{ period: '2027-04', kpi: 'answered', name: say('接通率', 'Calls answered') },
        ...{ kind: 'earn-back', money: cny('2000.00'), invoice: '2027-08' },
      },
    ],
    totals: [cny('-2500.00')],
    cumulative: { months: 6, credited: cny('6500.00'), atRisk: cny('63600.00'), shareBp: 1022 },
  },
  milestones: milestonesSample(say),
  rating: {
    mean: 3.88,
    trend: 'down',
    rounds: [
      round('2027-Q2', [4, 2, 4, 4], say('变更审批常等两周以上。', 'Changes wait for two weeks or more.')),
      round('2027-Q1', [4, 4, 5, 4], null),
    ],
  },
});

const milestonesSample = (say: Say): ReviewPack['milestones'] => ({
  punctuality: { due: 2, onTime: 1, shareBp: 5000, meanDaysLate: 3 },
  items: [
    {
      ...{ number: 3, title: say('新话务系统上线', 'New call system live'), due: '2027-07-31', fee: cny('30000.00') },
      ...{ state: 'accepted', overdue: false, deliveredOn: '2027-07-30', daysLate: 0, acceptedOn: '2027-08-04' },
    },
    {
      ...{ number: 4, title: say('知识库双语化', 'Knowledge base in two languages'), due: '2027-08-31', fee: null },
      ...{ state: 'delivered', overdue: false, deliveredOn: '2027-09-06', daysLate: 6, acceptedOn: null },
    },
    {
      ...{ number: 5, title: say('灾备演练报告', 'Report of the drill'), due: '2027-10-10', fee: cny('8000.00') },
      ...{ state: 'rejected', overdue: true, deliveredOn: null, daysLate: null, acceptedOn: null },
    },
  ],
});

type Round = NonNullable<ReviewPack['rating']>['rounds'][number];

function round(quarter: string, scores: readonly number[], comment: string | null): Round {
  const mark = (index: number, said: string | null = null) => ({ score: scores[index] ?? 3, comment: said });
  return {
    quarter,
    mean: scores.reduce((sum, one) => sum + one, 0) / scores.length,
    marks: { payment: mark(0), decisions: mark(1, comment), clarity: mark(2), scope: mark(3) },
    remark: null,
  };
}
