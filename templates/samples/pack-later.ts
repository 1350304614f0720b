import type { PackHead, ReviewPack } from '../../domain/review/pack-schema';
import { deliverySample } from './pack-delivery';
import type { Say } from './pages';

type FirstPart = 'score' | 'kpis' | 'credits' | 'alarms' | 'incidents' | 'obligations' | 'actions';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** The parts that a pack may do without. */
export const laterSample = (say: Say): Omit<ReviewPack, keyof PackHead | FirstPart> => ({
  ...deliverySample(say),
  issues: issuesSample(say),
  improvements: [
    {
      number: 2,
      kpis: [say('接通率', 'Calls answered')],
      trigger: 'kpi',
      state: 'running',
      due: '2027-12-31',
      measures: 3,
      done: 1,
    },
  ],
  surveys: [survey('2027-08', 3), survey('2027-09', 48)],
  cost: ['2027-07', '2027-08', '2027-09'].map((month, index) => ({
    month,
    closed: index < 2,
    cost: cny(['5200.00', '7450.00', '4100.00'][index] ?? '0.00'),
    vendorSpend: cny('106000.00'),
    hours: [26, 37.25, 20.5][index] ?? 0,
    ratioBp: [491, 703, 387][index] ?? 0,
    planBp: 520,
  })),
  carbon: ['2027-07', '2027-08', '2027-09'].map((month, index) => ({
    month,
    spend: cny('106000.00'),
    tonnes: index === 2 ? null : 2.41 - index * 0.2,
    method: index === 2 ? 'unknown' : 'supplier-specific',
  })),
});

const issuesSample = (say: Say): ReviewPack['issues'] => ({
  opened: 7,
  closed: 5,
  open: 4,
  responses: [
    { side: 'us', n: 3, medianHours: 2.5, meanHours: 3.1 },
    { side: 'vendor', n: 6, medianHours: 9.25, meanHours: 11.4 },
  ],
  aged: [
    {
      number: 12,
      title: say('夜间来电无人接听', 'Night calls are not answered'),
      severity: 'critical',
      assignee: 'vendor',
      openedAt: '2027-08-12T02:00:00.000Z',
      days: 67,
    },
  ],
});

function survey(period: string, answered: number): NonNullable<ReviewPack['surveys']>[number] {
  const enough = answered >= 5;
  return {
    period,
    surveys: 1,
    invited: 80,
    answered,
    csat: { n: answered, enough, shareBp: enough ? 8125 : null, mean: enough ? 4.1 : null },
    nps: {
      ...{ n: answered, enough, score: enough ? 22.9 : null, margin: enough ? 20.4 : null },
      ...{ low: enough ? 2 : null, high: enough ? 42.8 : null },
      ...{ promoters: enough ? 21 : null, passives: enough ? 17 : null, detractors: enough ? 10 : null },
    },
  };
}
