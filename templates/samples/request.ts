import { changedFields, factsOf } from '../facts';
import type { Held } from '../held-data';
import type { Changes, RequestView } from '../page-data';
import { awardTitle } from './award-title';
import { DAY, NOW } from './moment';
import type { Say } from './pages';
import { stepsSample } from './steps';

/** A request on its way, for every page that shows one. */
export function requestSample(say: Say): RequestView {
  const engagement = { number: 'ENG-0007', title: say('客服热线外包（2027）', 'Customer hotline 2027') };
  const vendor = say('远洋客服有限公司', 'Oceanic Care Ltd');
  return {
    id: '018f4c1e-0000-7000-8000-000000000001',
    ...awardTitle(engagement, vendor),
    policy: 'Award to a vendor (G2)',
    status: 'pending',
    round: 1,
    requester: say('王磊', 'Lei Wang'),
    startedAt: NOW - 2 * DAY,
    closedAt: null,
    outcomeReason: null,
    ...heldSample(say),
    engagement: { ...engagement, href: '#' },
    amount: { amount: '1284500.00', currency: 'CNY' },
    facts: factsOf({
      vendor,
      total: 87.25,
      rank: 1,
      tco: { amount: '3853500.00', currency: 'CNY' },
      personalData: true,
      justification: say('综合最优，隐性成本已全部答复。', 'Best overall; no hidden cost is left open.'),
    }),
    fingerprint: '9f2c41d07ab3',
    steps: stepsSample(say),
    comments: [
      {
        name: say('王磊', 'Lei Wang'),
        at: NOW - DAY,
        text: say('合同草稿已附在项目页面。', 'The draft contract is on the engagement page.'),
      },
    ],
    files: filesSample(say),
  };
}

/** Held back by a report that was settled since. */
function heldSample(say: Say): Held {
  const person = say('何洁', 'Jie He');
  const settled = { outcome: 'confirmed', settledBy: say('管理员', 'The administrator'), settledAt: NOW - DAY / 2 };
  return {
    coolingOffUntil: null,
    frozenSince: NOW - DAY,
    reports: [{ person, by: person, at: NOW - DAY, ...settled }],
  };
}

/** What differs from the round before. */
export const changesSample = (say: Say): Changes => ({
  sinceRound: 1,
  fields: changedFields(
    { title: say('定商审批', 'Award'), data: { amount: '1320000.00', currency: 'CNY', total: 87.25 } },
    {
      title: say('定商审批：远洋客服有限公司', 'Award to Oceanic Care Ltd'),
      data: { amount: '1284500.00', currency: 'CNY', total: 87.25, personalData: true },
    },
  ),
});

const filesSample = (say: Say): RequestView['files'] => [
  {
    name: say('合同草稿.pdf', 'draft contract.pdf'),
    href: '#',
    size: 482_133,
    fingerprint: '2c26b46b68ff',
    by: say('王磊', 'Lei Wang'),
    at: NOW - DAY,
  },
];
