import type { ProposalsPage } from '../proposal-page-data';
import type { Say } from './pages';

const AT = Date.UTC(2026, 10, 23, 8);

export const proposalsSample = (say: Say): ProposalsPage => ({
  done: 'made',
  rows: [
    {
      ...{ href: '#', kind: 'policy', title: say('采购付款', 'Payments'), by: say('李静', 'Jing Li'), at: AT },
      state: 'open',
    },
    { href: '#', kind: 'duty-rules', title: null, by: say('王磊', 'Lei Wang'), at: AT, state: 'confirmed' },
  ],
});
