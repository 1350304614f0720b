export const MILESTONE_STATES = ['planned', 'delivered', 'accepted', 'rejected', 'cancelled'] as const;
export type MilestoneState = (typeof MILESTONE_STATES)[number];

/** How a delivery was judged. */
export const MILESTONE_OUTCOMES = ['accepted', 'rejected'] as const;
export type MilestoneOutcome = (typeof MILESTONE_OUTCOMES)[number];

/** Neither accepted nor given up. */
export const isOpenMilestone = (state: MilestoneState): boolean => state !== 'accepted' && state !== 'cancelled';

/** The vendor still owes a delivery, the first one or another. */
export const awaitsDelivery = (state: MilestoneState): boolean => state === 'planned' || state === 'rejected';
