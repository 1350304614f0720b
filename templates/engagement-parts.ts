/** The parts of an engagement's page, each behind a tab of its own; what needs attention comes first. */
export const ENGAGEMENT_PARTS = [
  'overview',
  'needs',
  'selection',
  'contract',
  'delivery',
  'performance',
  'reviews',
  'risk',
  'exit',
] as const;
export type EngagementPartName = (typeof ENGAGEMENT_PARTS)[number];

/** One part, or all of them on one page, as for paper. */
export const ENGAGEMENT_TABS = [...ENGAGEMENT_PARTS, 'all'] as const;
export type EngagementTab = (typeof ENGAGEMENT_TABS)[number];

const PART_OF = {
  facts: 'overview',
  alarms: 'overview',
  dates: 'overview',
  timeline: 'overview',
  needs: 'needs',
  selection: 'selection',
  contract: 'contract',
  obligations: 'contract',
  subcontractors: 'contract',
  privacy: 'contract',
  delivery: 'delivery',
  feedback: 'delivery',
  cost: 'delivery',
  invoices: 'delivery',
  carbon: 'delivery',
  performance: 'performance',
  reviews: 'reviews',
  plans: 'reviews',
  retrospective: 'reviews',
  risk: 'risk',
  incidents: 'risk',
  exit: 'exit',
  datasets: 'exit',
} as const satisfies Record<string, EngagementPartName>;

/** A place on the page of an engagement that something leads to. */
export type EngagementAnchor = keyof typeof PART_OF;
export const ENGAGEMENT_ANCHORS = Object.keys(PART_OF) as readonly EngagementAnchor[];

/** Address of a tab; the overview is what the page itself shows. */
export const engagementTab = (id: string, tab: EngagementTab): string =>
  `/engagements/${id}${tab === 'overview' ? '' : `?part=${tab}`}`;

/** Address of a place, in the tab that holds it. */
export const engagementPlace = (id: string, anchor: EngagementAnchor): string =>
  `${engagementTab(id, PART_OF[anchor])}#${anchor}`;
