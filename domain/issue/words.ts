/** The two sides of an engagement. */
export const SIDES = ['us', 'vendor'] as const;
export type Side = (typeof SIDES)[number];
export const otherSide = (side: Side): Side => (side === 'us' ? 'vendor' : 'us');

export const ISSUE_SEVERITIES = ['minor', 'major', 'critical'] as const;
export type IssueSeverity = (typeof ISSUE_SEVERITIES)[number];

export const ISSUE_STATES = ['open', 'answered', 'resolved', 'closed', 'reopened'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

/** What people do about an issue, in the order in which a page offers it. */
export const ISSUE_STEPS = ['answer', 'comment', 'resolve', 'close', 'reopen'] as const;
export type IssueStep = (typeof ISSUE_STEPS)[number];
