import type { IssueRules } from './rules-schema';

/** Clocks as they ship; every organisation sets its own. */
export const SHIPPED_ISSUE_RULES: IssueRules = {
  severities: {
    minor: {
      answer: { within: 'P3D', recallAfter: 'P2D' },
      resolve: { within: 'P20D', recallAfter: 'P15D' },
    },
    major: {
      answer: { within: 'P1D', recallAfter: 'PT4H' },
      resolve: { within: 'P10D', recallAfter: 'P7D' },
    },
    critical: {
      answer: { within: 'PT4H', recallAfter: 'PT2H' },
      resolve: { within: 'P2D', recallAfter: 'P1D' },
    },
  },
  agedDays: 30,
};
